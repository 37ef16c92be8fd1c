import { wordSet } from "./words.js";

/**
 * The verbs of tool names in their base form and American spelling (`forms.ts` finds the others). A verb that is in no list is taken
 * for a noun and its tool for a reading one, so the lists of change are long on purpose: a noun among them costs only speed.
 */

/** Reading verbs that are hardly nouns: behind a noun (`order_get`, `zoom_list_meetings`) they are the verb. */
export const plainReading = wordSet(`
  describe fetch find get list lookup read retrieve search
`);

/** Reading and computing verbs: they change nothing that another tool could see. */
export const reading = wordSet(`
  aggregate analyze anonymize answer approximate are ascertain ask assess audit autocomplete average beautify blur brainstorm
  browse calculate can caption categorize check chunk classify colorize combine compare compress compute concatenate condense
  consider consult contains convert correlate could count crawl critique decode decompress decrypt deduplicate denoise derive
  describe deserialize detect determine diagnose diff differentiate discover display divide does elaborate embed encode
  encrypt enhance enumerate equals estimate evaluate examine exists explain explore extract extrapolate fetch filter find
  forecast format gather generate geocode get glob grep has hash how identify illustrate improve includes infer inquire
  inspect integrate interpolate interpret introspect investigate is judge lemmatize lint list locate lookup ls mask match
  measure minify multiply narrate normalize observe obtain ocr outline paraphrase parse peek ping polish poll predict prettify
  preview proofread quantify query rank read reason recognize recommend redact refine render rephrase research resize resolve
  retrieve review rewrite sanitize scan score scrape search segment select serialize shorten should show simplify simulate
  solve sort spellcheck split stat stringify subtract suggest sum summarize tabulate think tokenize trace traceroute track
  transcribe transform translate transliterate trim upscale validate vectorize verify view visualize was were what when where
  which who whoami why
`);

/** Verbs of change that are hardly nouns: as a bare word they make a write wherever they stand (`search_and_replace`, `user.create`). */
export const clearChange = wordSet(`
  accept acknowledge activate add adjust allocate allowlist alter amend append apply approve assign attach authorize ban
  blacklist bootstrap borrow buy cancel checkoff clean complete compose configure confirm connect create deactivate decline
  decrease decrement delete deliver demote deny denylist deploy deprovision dequeue destroy detach disable disconnect
  discontinue dismiss dispatch donate eject emit enable enqueue enroll ensure erase escalate evict exec execute expire
  finalize fulfill getrid hire impersonate increase increment inform init initialize initiate inject insert install
  instantiate invoke join lend migrate mkdir modify mute notify obliterate offboard onboard optin optout overwrite perform
  persist populate prepend promote provision prune publish purge put reassign reboot recreate redeem reject remove rename
  reopen replace rerun reschedule resend respond restart restore resubmit resubscribe resume revert revise revoke rmdir sell
  send sendmail shutdown submit subscribe suspend synchronize terminate toggle truncate unarchive unassign unban unblock
  undeploy undo unfreeze uninstall unlink unlock unmute unpin unpublish unregister unset unshare unstar unsubscribe upsert
  whitelist withdraw write
`);

/** Verbs of change that are nouns too: a change, unless they are the object of a reading verb (`get_commit`) or plural (`top_posts`). */
export const nounChange = wordSet(`
  archive auction backup bid block bookmark boost broadcast build burn cache change charge checkin checkout cleanup clear
  click clockin clockout clone close commission commit control cool copy cut debit debug deposit dial discharge discount
  dispute dock downgrade download downvote draft drag drain drop dump edit end exit export favorite fill finish fire fix flush
  focus follow followup force fork forward freeze grant halt handle heat hide highlight hold hook host import index invite
  jump kick kill launch leave like link load lock login logout merge mount move offer offset open override pack park partition
  pass paste patch pause pay pick pin pledge plug pop press process pull purchase push quarantine queue quit raise recall
  record refill refresh refund register release rent repair repeal reply request reserve reset return reverse reward roll
  rollback rollout rotate run save scale schedule scrap scroll seal secure set setup share shift ship shuffle sign signin
  signoff signout signup skip slide snapshot snooze spawn sponsor spray stake stamp star start stash stop store stream strip
  summon supply swap switch sync tap test toast touch transfer transition trash trigger tune type update upgrade upload upvote
  vote warm warn wash welcome wipe wire wrap zip
`);

/** Things that are verbs too: `book_flight` changes, `book_details` and `order_search` do not. */
export const thingChange = wordSet(`
  bill book brief claim contact credit document exchange file fund gift help invoice lease limit loan order package place plan
  play quote rate sentence shop stage step talk target ticket trade train visit zoom
`);

/** Like things, but what follows may be what is told: `email_report`, `log_status`, `post_comment` change. */
export const tellingChange = wordSet(`
  alert announce call comment dm email fax flag label log mail mark mention message note post print prompt react remark remind
  report retweet ring signal sms tag telephone text tip tweet whisper
`);

/** Nouns that are also verbs, taken for verbs only where a name begins: `paint_wall`, but `house_paint`. */
export const nounOther = wordSet(`
  access advance aim appeal associate back balance bargain bear beat bend bet bind bite blast blink blow bomb boot bounce bow
  breed bundle camp care cast cause center challenge chase cheer clip coach collapse comfort command compromise conduct
  contrast cook cough counsel cover crack craft crash cross crush cry cure curse damage dance dare deal delay delight demand
  design desire dip direct disguise double doubt dream dress drink drive dwell ease eat echo encounter escape exercise exhaust
  exhibit experiment express fade fail fall favor feed feel fight finance fit float flood flow fly fold foster foul found
  frame free fry gain gamble glance glow glue grade grip groom group grow guarantee guard guess guide hammer harm harvest haul
  hit hop hope hug hunt hurry hurt influence iron issue jail jog journal keep kiss knock knot lament land laugh launder lay
  lead leak lean leap lecture let leverage license lick lift light live loop lose love mandate meet milk mine mint mix mock
  mow nail name need nest nurse own paint pardon pave peel perfect permit photograph pile plot poke port pose pour practice
  praise present produce profit protest punch quarrel question quiet reach rebel recruit reference reform refuse regret rescue
  respect rest result retreat ride rinse rip rise roast rob round rub ruin rule rush salute saw scatter scratch scream screw
  scrub seed separate shake shape shed shelter shield shine shock shout shove shrink sink sit ski slam slap sleep slice slip
  slow smash smell smile smoke smooth snap sneak sneeze snore soak sob spam spare spark spell spin spit spoil spread spring
  sprint squeeze stack stain stand stare stay steal steer stick sting stir stitch strain stress stretch strike string stroke
  stroll structure struggle stuff supplement surf surprise sweat sweep swell swim swing tackle taint taste tear tease tie tilt
  tire top toss tour tow transport trap treat trip trot trouble trust tug tutor twist venture veto walk wander want waste
  water wave wear wed weigh whip whistle win wind wink wish witness worry wreck wrestle wring yawn yield
`);

/** Verbs in the imperative that read for certain no more than they change: all of them write, first or behind nouns (`browser_hover`). */
export const other = wordSet(`
  abandon abort absorb accelerate accommodate accompany accomplish accrue accumulate achieve acquire act adapt administer
  admit adopt advertise advise affirm align allow amplify anchor annotate annoy apologize appear appoint appraise arrange
  arrest arrive ascend assemble assert assist assume assure attack attempt attend attract augment authenticate automate avoid
  awake award bake banish become beg begin behave belong blame blend bless boil break breathe brew bring brush bump bury
  calibrate calm captivate capture carry carve catch cease celebrate cheat chew chmod choose chop chown circulate cite climb
  cling coerce collaborate collect collide come commence communicate compact compensate compete compile complain comply
  comprehend conceal concede conclude confer confiscate conform confuse congratulate conquer consent conserve consolidate
  construct consume contain containerize contribute convince cooperate coordinate cordon correct cp creep crown cultivate curl
  customize decide declare decompile decorate dedicate deduct deepen deface defeat defend defer define defragment defrost
  defund defy delegate delist demonstrate depart depend depict deprecate depreciate deprive descend deserve designate detain
  detonate develop deviate devise devote dictate die dig digest dim diminish dine disappear disburse discard disclose discuss
  disinfect dispense dispose dissolve distort distribute dive divert do dominate draw dry dub duplicate earn educate elect
  elevate eliminate embargo embark embrace emerge employ empower emulate encourage endorse endure enforce engage engrave enjoy
  enlarge enlist enrich enrol enter entertain entitle equip erect err escort establish evacuate evaporate evolve exaggerate
  exceed excel exclude excuse exempt exist expand expect expel expose expunge extend extinguish fabricate facilitate faint
  fasten fetchall finetune flash flatten flee flip forbid forge forget forgive frighten frown fulfil fumigate furnish fuse
  give go goto govern grab grease greet grill grind hang happen harden hasten hate heal hear hesitate hibernate hijack hoard
  honk hover hum hydrate ignite ignore imagine imitate immerse impart impede implement imply impose impress imprison
  inaugurate incinerate incline incorporate incur indent indicate induce indulge inflate inflict infuse ingest inhabit inherit
  inhibit innovate inoculate inscribe insist inspire instruct insulate insure intend intensify interact intercept interfere
  interrupt intervene intimidate introduce invade invalidate invent invert invest involve irrigate isolate itemize iterate
  jettison juggle kidnap knead kneel knit lather learn legislate liaise liberate lie lighten liken linger liquidate listen
  lodge loosen lower lubricate maintain make manage maneuver manipulate manufacture marry massage materialize mediate medicate
  melt memorize mend mimic mingle mislead misplace misuse mitigate mobilize moderate modernize modulate monitor motivate mourn
  multicast mutate mv nag navigate neglect negotiate neutralize nominate nudge nurture obey obscure occupy offend operate
  oppose optimize orchestrate organize orient originate oust outbid outsource overbook overcome overhaul oversee owe
  participate patrol pawn penalize persuade pierce plead please plunge possess postpone pray preach precede prefer preheat
  prepare prescribe preserve preside pressurize pretend prevent privatize probe proceed procure profess prohibit prolong
  propagate propose prosecute protect prove provide provoke punish pursue qualify quench ration realize reap rearrange
  reassure rebase rebuild receive recite reckon reclaim recommit reconcile reconnect reconstruct recover rectify recycle
  redeploy redirect redo reduce reflect regain regenerate regulate rehearse reimburse reindex reinforce reinstall reinstate
  relax relieve relinquish reload relocate rely remain remand remedy remember remit remix renew renovate repay repeat repel
  replenish replicate repossess represent reproduce resell resemble resist restock restrain restrict restructure retain retire
  retrain retry revamp reveal revive rm roam sabotage sacrifice sanction satisfy scold scorch scp seduce seek seize sequester
  serve settle sew shackle sharpen shave shiver shred shrug shut sideload sing siphon smear sniff solder solicit solidify
  soothe sow speak specify spend spill splice squash stabilize sterilize stimulate stockpile stow straighten strengthen strive
  subdivide subdue sublet subpoena subsidize substitute succeed suffer suffice suit superimpose supervise suppose suppress
  surrender surround survive swallow swear swipe symbolize sympathize systematize tailor take tame teach tell tempt tend
  tether thank thaw threaten throttle throw thrust tick tickle tighten tolerate tranquilize transact transcend transmit
  transplant tread tremble triage tumble turn tweak uncordon undergo underline undertake unfold unfollow unify unite unload
  unmount unveil unwrap unzip uphold uproot urge use usher utilize utter vacate vaccinate vacuum vanish vary vend vet vibrate
  violate wager wait waive wake warrant watch weaken wean weave weep weld wget whisk widen withhold withstand wobble wrangle
  yank zap
`);
