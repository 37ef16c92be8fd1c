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
  consider consult contains convert correlate could count crawl critique decode decompress decrypt dedupe deduplicate denoise
  derive describe deserialize detect determine diagnose diff differentiate discover display divide does elaborate embed encode
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
  blacklist blocklist bootstrap borrow buy cancel checkoff clean complete compose configure confirm connect create deactivate
  decline decrease decrement delete deliver demote deny denylist deploy deprovision dequeue destroy detach disable disconnect
  discontinue dismiss dispatch donate eject emit enable enqueue enroll ensure erase escalate evict exec execute expire
  finalize fulfill getrid hire impersonate increase increment inform init initialize initiate inject insert install
  instantiate invoke join lend migrate mkdir modify mute notify obliterate offboard onboard optin optout overwrite perform
  persist populate preload prepend promote provision prune publish purge put reassign rebalance reblog reboot recreate redeem
  reject remove rename reopen replace rerun reschedule resend respond restart restore resubmit resubscribe revert revise
  revoke rmdir rsvp sell send sendmail shutdown submit subscribe sue suspend synchronize teardown terminate toggle truncate
  unarchive unassign unban unblock undeploy undo unfreeze uninstall unlink unlock unmute unpin unpublish unregister unset
  unshare unstar unsubscribe upsert void waitlist warmup whitelist withdraw write
`);

/** Clear verbs of change that behind a reading verb are nouns or adjectives: `get_waitlist`, `list_complete_orders`. */
export const clearAsObject = wordSet(
  "allowlist blacklist blocklist clean complete denylist install provision rsvp void waitlist whitelist",
);

/** Verbs of change that are nouns too: a change, unless they are the object of a reading verb (`get_commit`) or plural (`top_posts`). */
export const nounChange = wordSet(`
  archive auction backup bid block bookmark boost broadcast build burn cache change charge checkin checkout cleanup clear
  click clockin clockout clone close commission commit control cool copy cut debit debug deposit dial discharge discount
  dispute dock downgrade download downvote draft drag drain drop dump edit end exit export favorite fill finish fire fix flush
  focus follow followup force fork forward freeze grant halt handle heat hide highlight hold hook host import index invite
  jump kick kill launch leave like link load lock login logoff logon logout merge mount move offer offset open override pack
  park partition pass paste patch pause pay pick pin pledge plug pop press process pull purchase push quarantine queue quit
  raise recall record refill refresh refund register release rent repair repeal reply request reserve reset resume return
  reverse reward roll rollback rollout rotate run save scale schedule scrap scroll seal secure set setup share shift ship
  shuffle sign signin signoff signout signup skip slide snapshot snooze spawn sponsor spray stake stamp star start stash stop
  store stream strip summon supply swap switch sync tap test toast topup touch transfer transition trash trigger tune type
  update upgrade upload upvote vote warm warn wash welcome wipe wire wrap zip
`);

/** Things that are verbs too: `book_flight` changes, `book_details` and `order_search` do not. */
export const thingChange = wordSet(`
  bill book brief claim contact credit document exchange file fund gift help invoice lease limit loan order package place plan
  play rate sentence shop stage step talk target ticket trade train visit zoom
`);

/** Like things, but what follows may be what is told: `email_report`, `log_status`, `post_comment` change. */
export const tellingChange = wordSet(`
  alert announce call comment dm email fax flag label log mail mark mention message note post print prompt react remark remind
  report retweet ring signal sms tag telephone text tip tweet whisper
`);

/** Nouns that are also verbs, taken for verbs only where a name begins: `paint_wall`, but `house_paint`. */
export const nounOther = wordSet(`
  pen prep
  access advance aim appeal associate back bargain bear beat bend bet bind bite blast blink blow bomb boot bounce bow breed
  bridge bundle camp care cast cause center challenge chase cheer clip coach collapse comfort command compromise conduct
  contrast cook cough counsel cover crack craft crash cross crush cry cure curse damage dance dare deal delay delight demand
  design desire dip direct disguise double doubt dream dress drink drive dwell ease eat echo encounter escape exercise exhaust
  exhibit experiment express fade fail fall favor feed feel fight finance fit float flood flow fly fold foster foul found
  frame free fry gain gamble glance glow glue grade grip groom group grow guarantee guard guess guide hammer harm harvest haul
  hit hop hope hug hunt hurry hurt influence iron issue jail jog journal keep kiss knock knot lament land laugh launder lay
  lead leak lean leap lecture let leverage license lick lift light live loop lose love mandate meet milk mine mint mix mock
  mow nail name need nest nurse own pad page paint pardon pave peel perfect permit photograph pile pitch plot poke port pose
  pour power practice praise present produce profit protest punch quarrel question quiet quote reach rebel recruit reference
  reform refuse regret rescue respect rest result retreat ride rinse rip rise roast rob rope round rub ruin rule rush salute
  saw scatter scratch scream screw scrub seed separate shake shape shed shelter shield shine shock shout shove shrink sink sit
  ski slam slap sleep slice slip slow smash smell smile smoke smooth snap sneak sneeze snore soak sob sound spam spare spark
  spell spin spit spoil spread spring sprint squeeze stack stain stand stare stay steal steer stick sting stir stitch strain
  stress stretch strike string stroke stroll structure struggle stuff sunset supplement surf surprise sweat sweep swell swim
  swing tackle taint taste tax tear tease tie tilt tire toss tour tow transport trap treat trip trot trouble trust tug tutor
  twist venture veto walk wander want waste water wave wear wed weigh whip whistle win wind wink wish witness worry wreck
  wrestle wring yawn yield
`);

/** Verbs in the imperative that read for certain no more than they change: all of them write, first or behind nouns (`browser_hover`). */
export const other = wordSet(`
  abandon abolish abort absorb accelerate accommodate accompany accomplish accrue accumulate accuse achieve ack acquire acquit
  act adapt adjourn adjudicate administer admit adopt advertise advise affirm airdrop align allow amplify anchor annex
  annihilate annotate annoy anoint apologize appear appease appoint appraise apprehend arm arrange arrest arrive ascend
  assassinate assault assemble assert assist assume assure atone attack attempt attend attract augment authenticate automate
  avenge avert avoid awake award bake banish barricade bash bcc become beg begin behave belong bestow betray blame blend bless
  boil bombard break breathe brew brighten bring broaden brush bump bury butcher cajole calibrate calm camouflage cannibalize
  captivate capture carry carve catapult catch cc cease celebrate chastise chauffeur cheat chew chmod choose chop chown
  circulate cite climb cling cloak clog coerce collaborate collect collide come commence communicate compact compensate
  compete compile complain comply comprehend conceal concede conclude condemn confer confiscate conform confuse congratulate
  conquer consent conserve consolidate construct consume contain containerize contribute convince cooperate coordinate cordon
  correct countersign cp cram creep cripple crossfade crown cultivate curl customize darken decapitate deceive decide declare
  decompile decorate dedicate deduct deepen deface defeat defend defer define defragment defrost defund defy dehydrate
  delegate delist deluge demolish demonstrate depart depend depict deport depose deprecate depreciate deprive descend deserve
  designate detain deter detonate detour devalue develop deviate devise devote devour dictate die dig digest dim diminish dine
  disappear disarm disband disburse discard disclose discredit discuss disinfect dislodge dismantle dispense displace dispose
  disrupt dissolve distort distribute dive divert do docket dodge dominate draw drown dry dub duplicate earn eavesdrop educate
  elect elevate eliminate embargo embark embezzle embrace emerge emigrate employ empower emulate encourage encroach endanger
  endorse endure enforce engage engrave engulf enjoy enlarge enlist enrich enrol enslave enter entertain entice entitle equip
  erect err escort establish evacuate evade evangelize evaporate evolve exaggerate exasperate excavate exceed excel exclude
  excuse exempt exist exonerate expand expect expel expose expunge extend extinguish extort extradite fabricate facilitate
  faint fasten ferry fetchall fetter finetune flash flatten flaunt flee fling flip flog forage forbid forfeit forge forget
  forgive fortify frighten frown fulfil fumble fumigate furlough furnish fuse gag garnish geofence give gnaw go goto govern
  grab grapple grease greet grill grind hail hang happen harass harden harpoon hasten hate heal hear heckle hedge hesitate
  hibernate hijack hinder hoard hoist honk hover hum humiliate hurl hydrate ignite ignore imagine imitate immerse immigrate
  immobilize impart impede implement imply impose impress imprison inaugurate incinerate incite incline incorporate incur
  indent indicate indict induce indulge infect infest infiltrate inflame inflate inflict infringe infuse ingest inhabit
  inherit inhibit innovate inoculate inscribe insist inspire instruct insulate insure intend intensify interact intercept
  interfere interrupt intervene intimidate intoxicate introduce invade invalidate invent invert invest involve irrigate
  isolate itemize iterate jam jeopardize jettison juggle kidnap kindle knead kneel knit lash lather layoff learn legislate
  liaise liberate lie lighten liken linger liquidate listen loathe lob lodge loosen lower lubricate lull lure maim maintain
  make manacle manage maneuver mangle manipulate manufacture maraud marry mash massacre massage materialize mediate medicate
  melt memorize mend mimic mingle mislead misplace misuse mitigate mobilize moderate modernize modulate monitor moor motivate
  mourn muffle mug multicast murder mutate mutilate muzzle mv nack nag navigate neglect negotiate neutralize nominate notarize
  nudge nuke nullify nurture obey obscure obstruct occupy offend operate oppose optimize orchestrate organize orient originate
  ostracize oust outbid outsource overbook overcome overhaul oversee owe oxidize pair participate patrol pawn penalize
  perpetrate persuade pierce pillage pinch plaster plead please plunder plunge poach poison polarize pollinate possess
  postpone pray preach precede prefer preheat prepare prescribe preserve preside pressurize pretend prevent privatize probe
  proceed procure profess prohibit prolong propagate propose prosecute protect prove provide provoke pulverize punish purify
  pursue qualify quash quell quench rake ramp ransack ration ravage realize reap rearrange reassure rebase rebuild rebuke
  rebut receive recite reckon reclaim recommit reconcile reconnect reconstruct recover rectify recycle redeploy redirect
  redline redo reduce refer reflect refuel refute regain regenerate regulate rehearse rehome reimburse reindex reinforce
  reinstall reinstate relax relieve relinquish reload relocate reloot rely remain remand remediate remedy remember remit remix
  renew renovate repay repeat repel replenish replicate repossess represent reprimand reproduce reroute reseed resell resemble
  resist restock restrain restrict restructure resurrect retain retaliate retire retrain retry revamp reveal revive revolt
  rezone rm roam rouse sabotage sacrifice sanction satisfy say scald scare scavenge scold scorch scour scp sculpt scuttle
  seduce seek seize sequester serve settle sever sew shackle shard sharpen shatter shave shiver shred shrug shun shut sideload
  sidestep sing sinkhole siphon skim slander slash slaughter slay smear smite smother smuggle snag snare snatch sniff solder
  solicit solidify soothe sow spank speak specify spend spill splatter splice sprinkle squander squash stab stabilize stalk
  starve sterilize stifle stimulate stockpile stoke stow straighten strand strangle strengthen strive strum stun subdivide
  subdue sublet subpoena subsidize substitute subsume subvert succeed suffer suffice suit superimpose supervise suppose
  suppress surrender surround survive swallow swat swear swindle swipe symbolize sympathize systematize tailor take tame teach
  teleport tell tempt tend tether thank thaw threaten throttle throw thrust thwart tick tickle tighten tolerate topple torment
  trample tranquilize transact transcend transmit transplant tread tremble triage trick tumble turn tweak unclip uncordon
  undergo underline undertake underwrite unfold unfollow ungroup unify unite unleash unload unmount unroll unveil unwrap unzip
  uphold uproot upskill urge use usher usurp utilize utter vacate vaccinate vacuum vandalize vanish vanquish vary vend vet
  vibrate vilify violate wager wait waive wake wallop warp warrant watch weaken wean weave weep weld wget whack whisk widen
  wiggle wither withhold withstand wobble wrangle wreak yank zap
  abjure annul attest axe bankroll chuck crosspost crowdfund crowdsource cull declutter disavow disown ditch enact expedite forswear
  ghostwrite greenlight hoover insource jailbreak jot mothball nab nix okay peddle phish pwn renounce rescind retract rubberstamp scrawl
  bathe cede delouse dunk heighten hound impound junk lengthen ooze plonk ransom rivet secede shear whiten
  scribble shelve skeet spoof tidy timebox toot tout
`);
