import { describe, expect, test } from "@jest/globals";
import { conflictingResource, effectsConflict } from "../src/core/2-analyze/tools/resources.js";
import { toolEffect, type ToolUse } from "../src/core/2-analyze/tools/tool-effect.js";
import type { ManifestEntry, Resource, ToolEffect, ToolTable } from "../src/core/model/effects.js";
import type { EffectsProfile } from "../src/core/model/options.js";

function use(tool: string | undefined, rest: Partial<ToolUse> = {}): ToolUse {
  return { tool, resultUsed: true, constants: {}, ...rest };
}

function inferred(tool: string, resultUsed = true): string {
  return toolEffect(use(tool, { resultUsed }), {}, "inferred").kind;
}

describe("where an effect comes from", () => {
  const tools: ToolTable = {
    summarize: "pure",
    get_user: "writes",
    "get_*": "pure",
    "*_user": "approval",
    pay: "approval",
    flagged: { failures: "relaxed", idempotent: true },
    get_flagged: { idempotent: true },
    hinted: { annotations: { readOnlyHint: true } },
    get_hinted: { annotations: {} },
    destructive: { annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true } },
    corrected: { effect: "pure", annotations: { readOnlyHint: false } },
  };
  const rows: readonly [string | undefined, ToolUse["pragma"], EffectsProfile, string, string][] = [
    ["get_user", "reads", "inferred", "reads", "pragma"],
    [undefined, "pure", "strict", "pure", "pragma"],
    ["summarize", undefined, "strict", "pure", "manifest"],
    ["get_user", undefined, "inferred", "writes", "manifest"],
    ["get_order", undefined, "data-only", "pure", "manifest"],
    // `*_user` has five literal characters, `get_*` four.
    ["get_the_user", undefined, "inferred", "approval", "manifest"],
    ["pay", undefined, "data-only", "approval", "manifest"],
    ["Pay", undefined, "inferred", "writes", "inferred"],
    ["flagged", undefined, "data-only", "pure", "profile"],
    ["flagged", undefined, "strict", "unknown", "profile"],
    ["get_flagged", undefined, "inferred", "reads", "inferred"],
    ["hinted", undefined, "strict", "reads", "annotations"],
    ["get_hinted", undefined, "inferred", "writes", "annotations"],
    ["destructive", undefined, "data-only", "writes", "annotations"],
    ["corrected", undefined, "inferred", "pure", "manifest"],
    ["list_orders", undefined, "inferred", "reads", "inferred"],
    ["list_orders", undefined, "strict", "unknown", "profile"],
    ["delete_order", undefined, "data-only", "pure", "profile"],
    [undefined, undefined, "inferred", "unknown", "inferred"],
    [undefined, undefined, "strict", "unknown", "inferred"],
    [undefined, undefined, "data-only", "pure", "profile"],
    ["__proto__", undefined, "strict", "unknown", "profile"],
    ["constructor", undefined, "strict", "unknown", "profile"],
    ["toString", undefined, "strict", "unknown", "profile"],
  ];
  test.each(rows)("%s with pragma %s, profile %s: %s from %s", (tool, pragma, profile, kind, source) => {
    const effect = toolEffect(use(tool, { pragma }), tools, profile);
    expect({ kind: effect.kind, source: effect.source }).toEqual({ kind, source });
    expect(effect.because).not.toBe("");
  });

  test("flags stay where the effect comes from elsewhere", () => {
    const effect = toolEffect(use("flagged"), tools, "inferred");
    expect(effect).toMatchObject({ relaxed: true, idempotent: true, source: "inferred" });
    expect(toolEffect(use("destructive"), tools, "inferred")).toMatchObject({
      idempotent: true,
      relaxed: false,
    });
    expect(toolEffect(use("get_user"), tools, "inferred")).toMatchObject({
      idempotent: false,
      relaxed: false,
    });
  });

  test("an entry without an effect takes no write away that a pattern declares", () => {
    const table: ToolTable = {
      "*_db": "writes",
      query_db: { idempotent: true },
      read_db: { annotations: { readOnlyHint: true } },
      search_db: { effect: "reads" },
      "get_*": { annotations: { readOnlyHint: true } },
      get_all: { failures: "relaxed" },
      "*": { idempotent: true },
    };
    const of = (tool: string) => toolEffect(use(tool), table, "strict");
    expect(of("query_db")).toMatchObject({ kind: "writes", source: "manifest", idempotent: true });
    expect(of("read_db")).toMatchObject({ kind: "writes", source: "manifest" });
    expect(of("search_db")).toMatchObject({ kind: "reads", source: "manifest" });
    expect(of("get_all")).toMatchObject({ kind: "unknown", source: "profile", relaxed: true });
    expect(of("other")).toMatchObject({ kind: "unknown", source: "profile", idempotent: true });
  });

  test("a manifest may name a tool like a property of Object.prototype", () => {
    const own = JSON.parse('{"__proto__": "pure", "constructor": "reads"}') as ToolTable;
    expect(toolEffect(use("__proto__"), own, "strict").kind).toBe("pure");
    expect(toolEffect(use("constructor"), own, "strict").kind).toBe("reads");
    expect(toolEffect(use("valueOf"), own, "strict").kind).toBe("unknown");
    expect(toolEffect(use("constructor"), { "*": "pure" }, "strict").kind).toBe("pure");
  });

  test("the most exact pattern wins in any order of the manifest", () => {
    const patterns: [string, ManifestEntry][] = [
      ["*", "approval"],
      ["get_*", "reads"],
      ["get_*_*", "writes"],
      ["g*t_*", "pure"],
    ];
    for (const entries of [patterns, [...patterns].reverse()]) {
      const table = Object.fromEntries(entries);
      expect(toolEffect(use("get_user"), table, "strict").kind).toBe("reads");
      expect(toolEffect(use("get_user_name"), table, "strict").kind).toBe("writes");
      expect(toolEffect(use("got_user"), table, "strict").kind).toBe("pure");
      expect(toolEffect(use("a.b"), table, "strict").kind).toBe("approval");
    }
    expect(toolEffect(use("ab"), { "*ab": "pure", "a*b": "reads" }, "strict").kind).toBe("pure");
    expect(toolEffect(use("ab"), { "a*b": "reads", "*ab": "pure" }, "strict").kind).toBe("pure");
    expect(toolEffect(use("aa"), { "a*a*a": "pure" }, "strict").kind).toBe("unknown");
    expect(toolEffect(use("aXb"), { "a.b": "pure", "a?b": "pure" }, "strict").kind).toBe("unknown");
    expect(toolEffect(use("a".repeat(5000)), { ["a*".repeat(200) + "b"]: "pure" }, "strict").kind).toBe(
      "unknown",
    );
  });
});

describe("resources of a call", () => {
  function declared(entry: ManifestEntry, constants: ToolUse["constants"] = {}): ToolEffect {
    return toolEffect(use("tool", { constants }), { tool: entry }, "strict");
  }
  const file = (template: string, name: string | undefined): Resource => ({ template, name });

  test("a word is the effect on the world", () => {
    expect(declared("pure")).toMatchObject({ kind: "pure", reads: [], writes: [] });
    expect(declared("reads")).toMatchObject({ kind: "reads", reads: "world", writes: [] });
    expect(declared("writes")).toMatchObject({ kind: "writes", reads: "world", writes: "world" });
    expect(declared("approval")).toMatchObject({ kind: "approval", reads: "world", writes: "world" });
    expect(declared({ effect: "writes", failures: "relaxed" })).toMatchObject({
      reads: "world",
      writes: "world",
      relaxed: true,
    });
  });

  test("templates are filled with the call's own constants", () => {
    const entry: ManifestEntry = { reads: ["file:{from}"], writes: ["file:{to}", "log"] };
    expect(declared(entry, { from: "a", to: "b" })).toMatchObject({
      kind: "writes",
      reads: [file("file:{from}", "file:a")],
      writes: [file("file:{to}", "file:b"), file("log", "log")],
    });
    expect(declared(entry, { from: "a" }).writes).toEqual([file("file:{to}", undefined), file("log", "log")]);
    expect(declared({ writes: ["{a}:{b}"] }, { a: 1, b: false }).writes).toEqual([
      file("{a}:{b}", "1:false"),
    ]);
    // A value is no template, and a replacement pattern in it means nothing.
    expect(declared({ writes: ["f:{a}"] }, { a: "{b}$&", b: "x" }).writes).toEqual([
      file("f:{a}", "f:{b}$&"),
    ]);
    expect(declared({ writes: ["f:{toString}"] }).writes).toEqual([file("f:{toString}", undefined)]);
  });

  test("lists decide the kind", () => {
    expect(declared({ reads: ["a"] })).toMatchObject({ kind: "reads", writes: [] });
    expect(declared({ writes: ["a"] })).toMatchObject({ kind: "writes", reads: [] });
    expect(declared({ reads: [], writes: [] })).toMatchObject({ kind: "pure" });
    expect(declared({ writes: [] })).toMatchObject({ kind: "reads", reads: "world", writes: [] });
    expect(declared({ reads: [] })).toMatchObject({ kind: "unknown", source: "profile" });
    expect(declared({ effect: "writes", reads: ["a"] })).toMatchObject({ kind: "writes", writes: "world" });
    expect(declared({ effect: "reads", reads: [] })).toMatchObject({ kind: "reads", reads: "world" });
    // A declared write is never lost to a weaker word beside it.
    expect(declared({ effect: "pure", writes: ["a"] })).toMatchObject({
      kind: "writes",
      writes: [file("a", "a")],
    });
    expect(declared({ reads: ["a"], annotations: { readOnlyHint: false } })).toMatchObject({
      kind: "reads",
      source: "manifest",
    });
  });
});

describe("conflicts", () => {
  const of = (
    kind: ToolEffect["kind"],
    reads: ToolEffect["reads"],
    writes: ToolEffect["writes"],
  ): ToolEffect => ({
    kind,
    source: "manifest",
    because: "test",
    reads,
    writes,
    relaxed: false,
    idempotent: false,
  });
  const pure = of("pure", [], []);
  const reads = of("reads", "world", []);
  const writes = of("writes", "world", "world");
  const approval = of("approval", "world", "world");
  const unknown = of("unknown", "world", "world");
  const constant = (name: string): Resource => ({ template: name, name });
  const writing = (resource: Resource): ToolEffect => of("writes", [], [resource]);
  const readingOf = (resource: Resource): ToolEffect => of("reads", [resource], []);

  test.each<[string, ToolEffect, ToolEffect, boolean]>([
    ["pure, writes", pure, writes, false],
    ["pure, pure", pure, pure, false],
    ["reads, reads", reads, reads, false],
    ["reads, writes", reads, writes, true],
    ["writes, writes", writes, writes, true],
    ["approval, reads", approval, reads, true],
    ["approval, pure", approval, pure, true],
    ["unknown, pure", unknown, pure, true],
    ["unknown, unknown", unknown, unknown, true],
    ["world read, named write", reads, writing(constant("a")), true],
    ["world write, named read", writes, readingOf(constant("a")), true],
    ["world read, named read", reads, readingOf(constant("a")), false],
    ["named read, named read", readingOf(constant("a")), readingOf(constant("a")), false],
    ["named read, named write", readingOf(constant("a")), writing(constant("a")), true],
    ["world write, nothing", writes, of("writes", [], []), false],
  ])("%s", (_name, a, b, expected) => {
    expect(effectsConflict(a, b)).toBe(expected);
    expect(effectsConflict(b, a)).toBe(expected);
  });

  const hole = (template: string): Resource => ({ template, name: undefined });
  test.each<[Resource, Resource, boolean]>([
    [constant("file:a"), constant("file:b"), false],
    [constant("file:a"), constant("file:a"), true],
    [constant("file:./a"), constant("file:a/"), true],
    [constant("file:a//b"), constant("file:a/b"), true],
    [constant("file:x/../a"), constant("file:a"), true],
    [constant("file:a\\b"), constant("FILE:A/B"), true],
    [constant("file:caf\u00e9"), constant("file:cafe\u0301"), true],
    [constant("file:a. "), constant("file:a"), true],
    [constant("file:///tmp/a"), constant("file:/tmp/a"), true],
    [constant("file:/out"), constant("file:/out/a.txt"), true],
    [constant("file:/out"), constant("file:/output"), false],
    [constant("file:/"), constant("file:/a/b"), true],
    [constant("file:."), constant("file:a"), true],
    [constant("file:/home/me/a"), constant("file:a"), true],
    [constant("file:../me/a"), constant("file:a"), true],
    [constant("file:../a"), constant("file:../b"), false],
    [constant("file:~/a"), constant("file:a"), true],
    [constant("file:C:/a"), constant("file:/a"), true],
    [constant("file:C:/a"), constant("file:c:\\b"), false],
    [constant("file:*.txt"), constant("file:b"), true],
    [constant("file:$HOME"), constant("file:b"), true],
    [constant("user:1"), constant("user:12"), false],
    [constant("user:1"), constant("user"), true],
    [constant("user:1"), constant("cart:1"), false],
    [constant("db:users"), constant("db:users:1"), true],
    [constant("cart"), constant("user"), false],
    [hole("file:{path}"), constant("file:a"), true],
    // What fills the hole may leave the folder: `../b`.
    [hole("file:/a/{x}"), constant("file:/b"), true],
    [hole("file:{path}"), hole("file:{other}"), true],
    [hole("file:{path}"), constant("db:a"), false],
    [hole("file:{path}"), hole("db:{row}"), false],
    [hole("{path}"), constant("db:a"), true],
    [hole("fi{path}"), constant("file:a"), true],
  ])("%j, %j: %s", (a, b, expected) => {
    expect(effectsConflict(writing(a), writing(b))).toBe(expected);
    expect(effectsConflict(writing(b), readingOf(a))).toBe(expected);
    expect(effectsConflict(readingOf(b), writing(a))).toBe(expected);
  });

  test("the conflict is named", () => {
    expect(conflictingResource(writes, reads)).toBe("world");
    expect(conflictingResource(approval, pure)).toBe("world");
    expect(conflictingResource(writing(constant("file:./a")), readingOf(constant("file:a")))).toBe(
      "file:./a",
    );
    expect(conflictingResource(writing(hole("file:{p}")), writing(constant("file:a")))).toBe("file:a");
    expect(conflictingResource(writing(hole("file:{p}")), writing(hole("file:{q}")))).toBe("file:{p}");
    expect(conflictingResource(reads, reads)).toBeUndefined();
  });
});

function names(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/**
 * Names of tools that change something, judged by hand: of public MCP servers, of services, of workflows that language models write,
 * and of every form and casing that the rules speak of.
 */
const writing = names(`
  write_file edit_file create_directory move_file create_entities create_relations add_observations
  delete_entities delete_observations delete_relations create_issue create_or_update_file push_files
  create_repository fork_repository create_branch create_pull_request merge_pull_request update_issue
  add_issue_comment create_pull_request_review update_pull_request_branch assign_copilot_to_issue
  rerun_failed_jobs cancel_workflow_run run_workflow submit_pending_pull_request_review
  pull_request_review_write issue_write sub_issue_write star_repository unstar_repository
  request_copilot_review delete_workflow_run_logs slack_post_message slack_reply_to_thread
  slack_add_reaction conversations_add_message chat.postMessage chat_postMessage puppeteer_click
  puppeteer_fill puppeteer_select puppeteer_hover puppeteer_evaluate puppeteer_navigate browser_click
  browser_type browser_press_key browser_drag browser_hover browser_select_option browser_file_upload
  browser_handle_dialog browser_close browser_navigate browser_navigate_back browser_install browser_resize
  browser_fill_form browser_wait_for browser_run_code browser_evaluate write_query execute_sql create_table
  append_insight run_query exec execute_command run_command run_python start_process kill_process
  write_stdin git_add git_commit git_reset git_checkout git_create_branch git_init git_push git_merge
  git_stash git_fetch notion.pages.update notion.pages.create API-post-page API-patch-page
  append_block_children notion-create-comment notion-move-pages notion-duplicate-page linear_create_issue
  linear_update_issue linear_add_comment save_issue jira_transition_issue jira_add_worklog jira_delete_issue
  confluence_create_page confluence_add_label create_customer create_invoice finalize_invoice
  cancel_subscription update_dispute create_refund stripe.refunds.create stripe.paymentIntents.confirm
  charge_card capture_payment send_email draft_email modify_email delete_email batch_modify_emails
  batch_delete_emails create_label gmail_send_message gmail.users.messages.send gmail_trash_message
  reply_to_email forward_email mark_as_read archive_thread unsubscribe create_event update_event
  delete_event respond_to_event calendar.events.insert calendar_quick_add accept_invitation
  reschedule_meeting kubectl_apply kubectl_delete kubectl_create kubectl_scale kubectl_patch kubectl_rollout
  install_helm_chart upgrade_helm_chart uninstall_helm_chart port_forward exec_in_pod cordon_node drain_node
  aws_s3_put_object s3.deleteObject ec2_terminate_instances ec2StartInstances lambda_invoke sqs_send_message
  sns_publish dynamodb_put_item dynamodb.updateItem put_metric_data tag_resource users.create users/update
  user.delete issue_create issues.close pages.update order.cancel cart.addItem deployment:restart
  mcp__github__create_issue mcp__slack__post_message mcp_linear_update_issue search_and_replace
  find_or_create_user get_and_delete read_and_write fetch_then_store check_and_update get_or_set upsert
  upsertRecord search_and_book find_and_replace_text compare_and_swap get_or_create_customer
  list_and_archive book_flight BookHotel reserve_table ReserveRestaurant BuyEventTickets buy_stock
  sell_shares place_order PlaceOrder order_pizza checkout check_in check_out purchase_ticket make_payment
  MakePayment pay_invoice transfer_money TransferMoney ScheduleVisit schedule_meeting PlaySong PlayMovie
  rent_car request_ride send_sms text_customer call_phone make_call message_user notify_team alert_oncall
  email_report post_tweet tweet publish_post share_document invite_user broadcast_message announce_release
  approve_request reject_expense grant_access revoke_access assign_role enable_feature disable_account
  activate_user deactivate_user lock_account unlock_door ban_user mute_channel login logout sign_in sign_up
  register_user reset_password change_password verify_email rotate_keys generate_api_key sync_contacts
  refresh_index reindex_documents import_csv export_report upload_image download_file store_memory remember
  forget cache_result index_documents ingest_document load_data migrate_database backup_database
  restore_snapshot rollback_release deploy_app redeploy publish_package release_version build_image
  start_server stop_server restart_service reboot_instance shutdown scale_deployment email order book
  email_sender file_writer payment_processor hotel_booking user_registration record_deletion
  account_creation flight_reservation ticket_purchase password_reset email_verification data_deletion
  order_cancellation set_temperature turn_on_light turn_off_lights toggle_switch adjust_volume dim_lights
  lock_door open_garage water_plants play_music pause_playback skip_track increase_brightness control_device
  resolve_issue close_ticket escalate_case triage_ticket comment_on_issue log_event log_status track_event
  flag_transaction tag_photo rate_movie review_pull_request report_bug label_email pin_message bookmark_page
  follow_user like_post vote_on_poll subscribe_to_channel createIssue updateUserProfile deleteRecord
  addToCart removeFromCart SendEmail PostMessage UpdateOrderStatus setDeviceState syncInventory
  processRefund applyCoupon submitForm clearCache dropTable truncateTable insertRow appendRow mergeBranches
  cloneRepo formatDisk GitHubCreateIssue SlackSendMessage TwilioSendSMS ShopifyCreateOrder
  shopify_update_product hubspot_create_contact salesforce_update_lead convert_lead zendesk_close_ticket
  trello_move_card asana_complete_task todoist_add_task airtable_create_records deleteuser createissue
  uploadfile sendmail usercreate update_user_by_id text_editor bash shell python_repl code_interpreter
  terminal computer str_replace_editor ask_user request_approval write_draft write_chapter write_code
  compose_email containerize_app unfreeze_account disassociate_address whitelist_ip summarize_to_slack
  translate_to_file extract_to_database new_issue format_drive sort_sheet resize_volume
  categorize_transaction mark_complete acknowledge_alert snooze_alert trigger_workflow enqueue_job
  schedule_job cancel_job retry_job updates_record creating_ticket deletes_file makes_payment do_transfer
  perform_backup take_order handle_payment manage_users tag_user_as_vip patient_admit admit_patient
  discharge_patient prescribe_medication fulfill_order ship_order return_item refund_order donate
  withdraw_cash deposit_check exchange_currency trade_stock place_bid swap_tokens mint_nft stake_tokens
  create_workbook set_workbook_settings import_workbook rename_sheet copy_sheet insert_rows_or_columns
  clear_range copy_range sort_range transform_range replace_cells format_range merge_cells set_sheet_layout
  add_conditional_format edit_table add_sparklines set_defined_name unmerge_cells apply_formula
  apply_migration enable_branching merge_branch reset_branch rebase_branch pause_project restore_project
  deploy_edge_function create_object modify_object set_material execute_blender_code
  download_polyhaven_asset set_texture import_generated_asset HassTurnOn HassTurnOff HassLightSet
  HassSetPosition HassMediaPause HassListAddItem HassVacuumStart hass_call_service SpotifyPlayback
  startPlayback addToQueue createPlaylist pausePlayback spotify_playback_control obsidian_append_content
  obsidian_patch_content obsidian_delete_file obsidian_put_content update_frontmatter update_dashboard
  patch_annotation create_incident add_activity_to_incident page_oncall acknowledge_incident
  resolve_incident snooze_incident merge_incidents run_response_play mute_monitor discord_send
  discord_create_text_channel discord_add_reaction discord_delete_message telegram_send_photo sendDocument
  editMessageText pinChatMessage banChatMember mongodb_insert_many insert-one update-many delete-many
  drop-collection rename-collection create-index aggregate_and_merge redis_set hset lpush json_set zadd
  expire_key xadd set_vector_in_hash qdrant-store chroma_add_documents chroma_modify_collection
  pinecone_upsert upsert-records vector_store_upload docker_run docker_stop pull_image remove_container
  recreate_container run_container tf_apply ExecuteTerraformCommand terraform_destroy worker_put kv_put
  r2_bucket_create d1_database_create zones_purge_cache deploy_to_vercel xcode_build launch_app_sim
  install_app tap swipe type_text long_press gesture press_home rotate_device set_tempo fire_clip stop_clip
  start_playback load_instrument_or_effect set_clip_name place_limit_order cancel_all_orders close_position
  withdraw_funds swap approve_token bridge_tokens deploy_contract mint create-or-update-secret
  users_setPresence pets.addPet petstore__updatePetWithForm uploadFile placeOrder deleteOrder
  createUsersWithListInput logoutUser crm.objects.contacts.create hubspot.associations.create
  create-engagement send-survey enroll_contact_in_sequence merge_contacts log_call log_meeting
  move_deal_stage win_deal schedule_interview reject_candidate hire_employee approve_leave submit_timesheet
  clock_in clock_out onboard_employee terminate_employee run_payroll orderFood cancelRide BookAppointment
  BuyBusTicket RequestRide ReserveCar pay_bill split_bill send_gift redeem_points apply_promo
  add_to_wishlist set_alarm set_reminder create_reminder AddAlarm DeleteReminder start_timer remind_me
  wake_computer store_fact save_memory update_memory delete_memory add_memory memory_store memory_delete
  memorize forget_fact retain create_memory consolidate_memory commit_changes git_rebase git_cherry_pick
  apply_patch apply_diff multi_edit edit_block search_replace insert_content write_to_file replace_in_file
  new_task attempt_completion use_mcp_tool switch_mode browser_action browser_tab_new browser_tab_close
  go_back reload_page close_browser open_page set_viewport upload_file accept_dialog fill_form drive_upload
  docs.batchUpdate sheets_append_values spreadsheets.values.update modify_doc_text share_drive_file
  manage_event manage_task import_to_google_doc set_publish_settings move_gmail_thread jira_create_sprint
  jira_link_to_epic bulk_create_issues jira_batch_create_issues convert_to_subtask add_watcher
  archive_project sns.subscribe ses_send_email cloudformation_deploy rds_reboot iam_attach_policy
  route53_change_record lambda_update_code ecs_run_task start_execution scale_service publish_article
  schedule_post retweet repost reblog like_tweet unlike_tweet follow unfollow_account dm_user upload_media
  delete_tweet post_thread reply_tweet print_document fax_document scan_and_email capture_photo record_audio
  take_photo take_screenshot speak_text say TextCustomer CallContact EmailInvoice FileComplaint
  ReportIncident OrderSupplies TradeShares ShipPackage InvoiceClient RateDriver TagFriend NoteAllergy
  ChargeCustomer BillPatient trello.cards.move calendar/events/patch files:copy db:seed cache:clear
  queue:flush user:ban migrate:run evaluate_script run_sql_query execute_python sql_execute query_and_update
  fetch_and_cache scrape_and_save read_then_delete list_and_delete summarize_and_email translate_and_post
  download_and_extract get_then_set search_or_create check_if_exists_then_create find_one_and_update
  findOneAndUpdate findAndModify getAndIncrement poll_and_ack read_and_clear rotate_api_key generate_ssh_key
  generate_access_token issue_refund issue_credit void_invoice write_off_debt freeze_card dispute_charge
  quarantine_file sinkhole_domain isolate_host contain_device remediate_threat triage_alert suppress_rule
  airdrop_tokens liquidate_position rebalance_portfolio hedge_position wire_funds credit_account
  debit_account settle_trade underwrite_policy file_claim adjudicate_claim void_check reconcile_accounts
  enroll_student grade_submission assign_homework dispense_medication administer_vaccine refer_patient
  move_arm grip_object pick_object place_object rotate_joint jog_axis calibrate_sensor dock_robot arm_alarm
  disarm_alarm vacuum_room mow_lawn brew_coffee preheat_oven feed_pet brighten_lights spawn_enemy equip_item
  craft_item mine_block attack_target heal_unit teleport_player respawn throw_ball sue notarize_document
  countersign_contract fire_employee furlough_worker poke_friend nudge_user ping_user page_doctor queue_song
  shuffle_playlist mix_track squash_commits tag_release cherry_pick amend_commit vacuum_table compact_db
  snapshot_volume attach_volume warm_up_cache preload_assets seed_database tear_down_stack spin_up_cluster
  bring_up_env wind_down kick_off_build sunset_feature throttle_traffic rate_limit_user flip_flag rsvp
  unsend_message unpair_device pair_device cast_to_tv top_up_balance punch_in bump_version yank_release
  waitlist_user tax_customer light_candle paint_wall flush_toilet start stop play pause next_track_skip
  arm_robot_wave tesla_honk_horn tesla_flash_lights tesla_unlock_doors roomba_dock nest_set_temperature
  philips_hue_dim alexa_announce ring_doorbell_snooze garage_close thermostat_adjust vendorx_grant_role
  acme_corp_void_invoice sapBapiGoodsMovementCreate BAPI_SALESORDER_CREATEFROMDAT2 ZWriteBackStock
  netsuite_upsert_record dynamics365_qualify_lead workday_hire_worker servicenow_resolve_incident
  pagerduty_acknowledge okta_deactivate_user twilio_make_call plaid_initiate_transfer square_charge_card
  shopify_fulfill_order woocommerce_refund docusign_send_envelope zoom_start_meeting webex_mute_participant
  box_upload_file dropbox_move figma_set_fill canva_export_design wordpress_publish_post ghost_schedule_post
  mailchimp_add_subscriber sendgrid_send intercom_reply_conversation front_archive_conversation
  gong_log_call clickup_create_task monday_change_column_value basecamp_complete_todo miro_add_sticky
  coda_push_button zapier_trigger_zap n8n_run_workflow make_run_scenario users_bulk_update bulkDelete
  batchCreateContacts asyncSendEmail tryCreateUser safeDelete force_push auto_approve quick_add create2
  deleteUserV2 v1_users_create api_v1_users_delete com.acme.orders.cancel acme:orders:refund orders__refund
  user-service/create-user svc.UserService.DeleteUser UserService/BanUser functions.send_email
  tools.write_file get_and_set readModifyWrite check_and_set test_and_set fetch_and_increment
  find_and_delete search_then_book lookup_or_insert get_if_absent_create translate_and_send
  summarize_then_email verify_and_activate validate_and_submit analyze_and_fix review_and_merge
  generate_and_save_image generate_then_upload list_and_close_stale_issues count_and_reset email_campaign
  sms_reminder invoice_creator calendar_updater file_uploader record_deleter db_migrator ticket_booker
  appointment_scheduler post_publisher code_executor data_importer report_exporter order_placement
  user_creation account_deactivation card_activation password_update money_transfer bill_payment
  seat_reservation room_booking car_rental_booking event_registration newsletter_subscription
  message_sending file_deletion data_insertion créer_fichier 删除文件 delete_文件 clear copy paste undo redo
  commit reboot logoff quit exit CREATE_USER GMAIL_SEND_EMAIL GITHUB_CREATE_AN_ISSUE
  SLACK_SENDS_A_MESSAGE_TO_A_SLACK_CHANNEL NOTION_CREATE_NOTION_PAGE LINEAR_UPDATE_ISSUE
  TWITTER_CREATION_OF_A_POST GOOGLECALENDAR_QUICK_ADD HUBSPOT_ARCHIVE_CONTACT ASANA_CREATE_SUBTASK
  status_update stock_update blog_post daily_news_update image_edit run_analysis make_poem create_summary
  write_poem merge_summaries edit_image inventory_update photo_edit account_delete write_report
  draft_report file_report send_report publish_report issue_report conduct_review post_review order_report
  plan_trip note_allergy book_plan_create report_incident run_check run_report produce_report present_plan
  submit_draft save_draft post_draft share_plan update_plan approve_plan cancel_plan user_prompt
  customer_text driver_tip plan_update draft_publish report_send report_submit note_add check_update
  review_submit list_and_deletes search_and_replaces find_or_creates get_then_updates list_cancel
  review_approve query_execute view_navigate file_note document_process text_message email_reminder
  user_provision app_install package_installs sends_report deletes_plan createissues userdelete
  cancelorders connectserver startserver stopjobs installpackage updateplan slack_message calendar_invite
  meeting_schedule invoice_send payment_refund cart_update plan_save monitor_server tailor_resume
  draft_and_send check_and_report review_and_edit plan_and_book commit_draft complete_task adjust_plan
  alter_table append_note apply_check assign_review connect_plan create_plan send_digest publish_note
  book_trip make_reservation schedule_call post_summary save_report add_note log_visit notify_reviewer
  assign_ticket file_taxes submit_claim charge_customer ship_package cancel_trip refund_payment close_deal
  lead_assign calendar_block task_create ticket_close email_blast order_submit profile_update record_edit
  playlist_add sms_send slack_post crm_sync db_insert cache_invalidate webhook_trigger alert_dispatch
  page_publish stock_purchase seat_booking draft_reply generate_and_publish_report plan_then_book
  review_and_approve summarize_and_send check_and_reserve print_label tag_lead enrich_profile
  escalate_issue approve_draft reject_offer archive_notes merge_plans rename_document start_campaign
  pause_ad
  post_report submit_plan send_note record_visit start_trial end_session add_alternative open_position
  deliver_digest adopt_plan order_supplies pay_vendor reserve_slot request_quote launch_campaign
  upload_draft print_report mail_letter text_client call_customer ticket_update lead_import lists_merge
  contact_sync invoice_approve shipment_cancel record_update subscription_cancel post_comment user_invite
  get_and_book search_then_purchase analyze_and_store fetch_and_email translate_and_publish expire_session
  log_expense mark_paid assign_reviewer rename_plan
`);

/** Names of tools that change nothing, judged by hand: some that are hard to tell are among them. */
const reading = names(`
  read_file read_text_file read_media_file read_multiple_files list_directory list_directory_with_sizes
  directory_tree search_files get_file_info list_allowed_directories read_graph search_nodes get_issue
  list_issues search_issues search_repositories search_code search_users get_file_contents list_commits
  get_commit get_pull_request list_pull_requests get_pull_request_files get_pull_request_status
  get_pull_request_comments get_pull_request_reviews get_pull_request_diff list_branches list_tags get_tag
  list_releases get_latest_release list_workflow_runs get_job_logs get_me list_code_scanning_alerts
  get_code_scanning_alert pull_request_read issue_read list_starred_repositories get_label
  slack_list_channels slack_get_channel_history slack_get_thread_replies slack_get_users
  slack_get_user_profile conversations_history channels_list puppeteer_screenshot browser_console_messages
  browser_network_requests query list_tables describe_table read_query list_schemas get_object_details
  explain_query analyze_query_indexes get_top_queries analyze_db_health brave_web_search brave_local_search
  tavily-search tavily-extract firecrawl_scrape firecrawl_crawl firecrawl_search exa_web_search
  web_search_exa google_search duckduckgo_search perplexity_ask wikipedia_search search_wikipedia
  arxiv_search search_papers get_paper maps_geocode maps_reverse_geocode maps_search_places
  maps_place_details maps_distance_matrix maps_elevation maps_directions google-maps-geocode fetch fetch_url
  fetch_html get_current_time convert_time git_status git_diff git_diff_unstaged git_show notion-search
  notion-fetch API-retrieve-a-page API-get-block-children notion.pages.retrieve notion.databases.query
  linear_search_issues linear_get_user_issues list_my_issues jira_get_issue jira_search jira_get_transitions
  confluence_search confluence_get_page list_customers retrieve_balance list_invoices stripe.customers.list
  stripe.charges.retrieve list_payment_intents get_payment_status search_emails read_email list_email_labels
  gmail_list_messages gmail.users.messages.list get_thread list_sent_emails list_deleted_files get_draft
  list_events list_calendars get_event get_freebusy check_availability find_free_time suggest_meeting_times
  kubectl_get kubectl_describe kubectl_logs explain_resource list_api_resources get_pod_logs
  get_deployment_status list_pods aws_s3_get_object s3.listBuckets describe_instances ec2_describe_instances
  dynamodb_query dynamodb_scan lambda_list_functions get_metric_data users.get users/list user.get
  messages.list issue_get mcp__github__list_issues mcp__slack__get_users mcp__filesystem__read_file
  v2_get_user getHTTPHeaders getUserById get_order list_orders find_book search_posts get_update_status
  list_runs get_post RedditTopPostsBySubreddit get_order_status list_open_orders get_closed_issues weather
  weather_forecast stock_price content_generator nmt_translator image_captioner calculator web_search
  semantic_similarity imageGeneration translator summarizer sentiment_analysis text_classification
  currency_converter unit_converter spell_checker grammar_checker horoscope random_fact air_quality
  exchange_rate exchange_rates movie_recommendations news_headlines keyword_extractor
  named_entity_recognition joke_generator poem_generator email_generator text_to_speech speech_to_text
  image_idea order_status book_details message_history file_info booking_details payment_status
  price_history flight_status hotel_prices tax_calculator mortgage_calculator summarize summarise_text
  translate translate_text proofread format format_text analyze_sentiment analyseText classify_email
  extract_entities extract_keywords embed_text generate_image generate_summary generate_joke generate_text
  rewrite_text paraphrase simplify_text explain_code detect_language identify_plant compare_products
  calculate_tip calculateDistance compute_hash estimate_cost predict_price score_essay rank_results
  describe_image transcribe_audio convert_currency convert_units parse_json validate_json count_words
  check_grammar check_weather check_flight_status sort_numbers filter_list render_image render_template
  think brainstorm_ideas evaluate_essay review_code is_prime has_access exists whoami what_is_my_ip
  how_many_days SkyScrapperSearchAirport NewsAPISearchByKeyWord TripadvisorSearchHotels github_list_issues
  Buses.FindBus Hotels.SearchHotel GetTimesForMovie LookupSong FindRestaurants GetCarsAvailable lookup_user
  look_up_word resolve_hostname resolve-library-id get-library-docs resolve_dns track_package track_order
  ping_host whois_lookup ip_lookup reverse_image_search geocode_address locate_store browse_products
  view_cart show_balance display_menu inspect_element audit_log_search preview_document searching_flights
  gets_user fetches_data zoom_list_meetings drive_list_files play_search_apps order_search order_get
  message_get get_user_email get_stock_quote fetchWeather fetchOrders loadless_get getAccountBalance
  retrieveDocument SearchProducts searchKnowledgeBase queryDatabase query_database queryKnowledgeBase
  vector_search semantic_search retrieve_context rag_query knowledge_base_lookup get_exchange_rate
  get_time_zone list_databases list_records search_records get_schema list_bases hubspot_get_contact
  salesforce_query shopify_get_products shopify_list_orders zendesk_search_tickets trello_get_board
  asana_list_tasks todoist_get_tasks airtable_list_records spotify_search youtube_search get_transcript
  youtube_transcript yahoo_finance_news get_stock_price crypto_price sec_filings population_data
  country_info dictionary_definition thesaurus synonyms nutrition_facts recipe_finder restaurant_finder
  nearby_places describe_workbook list_workbooks describe_sheet read_range find_cells read_vba list_projects
  list_extensions list_migrations get_project_url get_anon_key generate_typescript_types get_logs
  get_advisors search_docs get_cost get_scene_info get_object_info get_viewport_screenshot
  search_polyhaven_assets poll_rodin_job_status HassGetState HassGetWeather get_entity list_entities
  search_entities get_history hass_get_logbook SearchSpotify getNowPlaying getMyPlaylists getRecentlyPlayed
  getPlaylistTracks getAlbums obsidian_list_files_in_vault obsidian_get_file_contents obsidian_simple_search
  obsidian_complex_search query_prometheus query_loki_logs list_prometheus_metric_names
  list_loki_label_values get_dashboard_by_uid search_dashboards list_alert_rules get_panel_image
  find_error_pattern_logs get_sift_analysis list_oncall_schedules get_current_oncall_users get_incident
  list_incidents list_pyroscope_profile_types find_organizations find_projects get_issue_details
  get_trace_details search_events search_issue_events analyze_issue_with_seer find_releases
  discord_read_messages discord_get_server_info telegram_get_updates get_chat_history list_chats get_contact
  search_contacts list_messages getMessageContext find aggregate count list-collections list-databases
  collection-schema collection-indexes db-stats explain mongodb-logs redis_get hgetall hget scan_keys
  json_get zrange vector_search_hash type_of_key get_indexes qdrant-find chroma_query_documents
  chroma_get_documents chroma_list_collections chroma_peek_collection describe-index-stats search-records
  cascading-search rerank-documents list_containers list_images fetch_container_logs SearchAwsProviderDocs
  workers_list worker_get kv_list kv_get zones_list get_deployment get_deployment_build_logs
  search_vercel_documentation list_teams list_sims describe_ui show_build_settings list_schemes
  get_app_bundle_id discover_projs list_devices get_screen_size get_session_info get_track_info
  get_browser_tree get_browser_items_at_path get_balance get_token_price get_portfolio get_order_book
  get_ticker get_candles get_positions get_gas_price estimate_gas resolve_ens_name get_transaction_receipt
  getBlockByNumber read_contract is_contract eth_getBalance getPetById findPetsByStatus findPetsByTags
  getInventory getOrderById getUserByName pets.findPetsByStatus petstore__getPetById
  crm.objects.contacts.list crm.objects.contacts.get hubspot-search-objects hubspot-list-workflows
  hubspot-get-user-details list_deals get_pipeline get_company_activity search_leads list_candidates
  get_timesheet get_employee list_employees calculate_payroll check_leave_balance get_org_chart
  FindHomeByArea GetWeather SearchOnewayFlight FindTrains FindAttractions CheckBalance GetEventDates
  SearchMovies LookupMusic FindRentalCars GetAvailableTime Attractions_Search QueryBalance QueryStock
  QueryMeeting SearchEngine Calculator Translate Wiki Dictionary ImageCaption SpeechRecognition
  QueryHealthData SymptomSearch EmergencyKnowledge QueryHistoryToday DocumentQA memory_search
  retrieve_memory search_memory list_memories memory_get query_memory get_context list_code_definition_names
  codebase_search grep_search list_dir file_search glob grep ls view web_fetch WebSearch WebFetch Read Grep
  Glob LS search_gmail_messages get_gmail_message_content get_gmail_messages_content_batch list_drive_items
  get_drive_file_content search_drive_files get_doc_content list_docs_in_folder read_sheet_values
  get_spreadsheet_info get_presentation get_form list_form_responses list_task_lists get_task query_freebusy
  get_page_thumbnail inspect_doc_structure jira_search_fields jira_get_sprint_issues jira_get_agile_boards
  jira_get_worklog jira_get_user_profile confluence_get_comments confluence_get_page_children
  confluence_get_labels describe_log_groups analyze_log_group get_cost_and_usage simulate_principal_policy
  list_buckets read_documentation search_documentation recommend get_pricing suggest_aws_commands
  get_user_timeline search_tweets get_trending_topics get_followers fetch_user_tweets get_stock_news
  get_financial_statement get_historical_stock_prices get_holder_info get_option_chain get_recommendations
  company_overview income_statement balance_sheet cash_flow earnings_calendar sector_performance
  market_status top_gainers ticker_search GLOBAL_QUOTE TIME_SERIES_DAILY SYMBOL_SEARCH current_weather
  forecast hourly_forecast get_alerts get_forecast weather_alerts astronomy sunrise_sunset marine_weather
  geocoding reverse_geocoding ip_geolocation timezone_lookup country_lookup headline_generator
  blog_outline_generator slogan_generator text_generator code_generator image_generator
  product_description_generator story_generator question_answering qa_bot chatbot fact_checker
  plagiarism_checker tone_analyzer readability_score topic_modeling summarization paraphraser
  translation_service language_detector ocr vision object_detection image_classification face_recognition
  generate_article generate_outline generate_title generate_tags generate_email generate_caption
  generate_story generate_quiz generate_questions generate_code generate_sql generate_report generate_chart
  generate_embedding generate_speech summarize_article summarize_document summarize_thread extract_text
  extract_action_items extract_table extract_topics classify_text classify_intent classify_ticket
  detect_spam detect_objects detect_sentiment score_lead score_candidate evaluate_answer evaluate_response
  assess_risk compare_documents compare_prices translate_document translate_to_french translate_to_spanish
  convert_to_markdown convert_markdown_to_html convert_temperature parse_csv parse_date parse_resume
  validate_email validate_address calculate_shipping calculate_route calculate_tax estimate_delivery
  recommend_products recommend_movies predict_churn forecast_sales rank_candidates sort_results
  filter_results deduplicate_list chunk_text split_text tokenize_text embed_documents rerank_results
  explain_error explain_concept answer_question ask_question ask_llm ask_gpt research_topic brainstorm
  outline_article critique_draft improve_text polish_text shorten_text simplify product_catalog
  customer_profile user_info account_balance exchange_rates_latest song_lyrics movie_details actor_info
  book_search recipe_search restaurant_reviews hotel_reviews flight_search train_timetable bus_routes
  traffic_info parking_availability map_directions distance_calculator bmi_calculator loan_calculator
  word_count character_count qr_code barcode_lookup domain_info ssl_checker dns_records http_headers
  website_metadata GMAIL_FETCH_EMAILS GMAIL_GET_PROFILE GITHUB_GET_A_REPOSITORY
  GITHUB_LIST_REPOSITORY_ISSUES SLACK_FETCH_CONVERSATION_HISTORY NOTION_SEARCH_NOTION_PAGE
  LINEAR_LIST_LINEAR_TEAMS GOOGLECALENDAR_FIND_EVENT GOOGLEDRIVE_FIND_FILE EXA_SEARCH SERPAPI_SEARCH
  TAVILY_TAVILY_SEARCH FIRECRAWL_SCRAPE_EXTRACT_DATA_LLM WEATHERMAP_WEATHER HACKERNEWS_GET_FRONTPAGE
  vendorx_list_roles acme_corp_get_invoice sapBapiMaterialGetDetail netsuite_search_records
  dynamics365_retrieve_account workday_get_worker servicenow_query_incidents pagerduty_list_oncalls
  okta_get_user plaid_get_balance square_list_payments woocommerce_get_orders docusign_get_envelope
  zoom_get_recording box_search_files dropbox_list_folder figma_get_file canva_list_designs
  wordpress_get_posts ghost_read_posts mailchimp_list_audiences intercom_search_conversations
  gong_get_transcript clickup_get_tasks monday_get_board_items users_bulk_get batchGetItems asyncFetch
  tryGetUser v1_users_list api_v1_users_get com.acme.orders.get acme:orders:list orders__get
  user-service/get-user svc.UserService.GetUser UserService/ListUsers functions.get_weather tools.read_file
  default_api.search get_name_and_address get_latitude_and_longitude list_files_and_folders
  analyze_text_and_images compare_a_and_b read_and_summarize fetch_and_parse search_and_rank
  scrape_and_summarize extract_and_classify detect_and_translate getWeatherForCity getCityWeather
  get_weather_by_coordinates get_5_day_forecast getTop10Stocks get2faStatus oauth2_get_userinfo
  s3ListObjects ec2DescribeInstances IPLookup DNSLookup URLScan HTMLParser PDFReader XMLHttpGet parseHTML
  isPalindrome hasPermission canAccess existsUser list_changes list_updates get_changes get_changelog
  get_update list_uploads get_download_url get_post_comments list_purchases get_purchase_history
  list_bookings get_booking get_reservation list_reservations get_payment_methods list_charges get_charge
  get_transfer get_message list_emails get_call_logs list_builds get_build_log get_deployments list_jobs
  get_job_status get_run get_branch_protection list_stars get_merge_request list_merge_request_diffs
  get_commit_diff get_move_history list_moves get_stock_record get_test_results list_tests view_order
  show_calendar find_flights find_hotel find_restaurant find_contact find_file find_document find_order
  find_ticket search_products search_jobs search_tickets search_messages search_documents
  search_tickets_by_status retrieve_order retrieve_invoice retrieve_document lookup_order lookup_customer
  lookup_invoice check_order_status check_inventory check_price check_balance check_status check_spelling
  check_similarity analyze_image analyze_image_url analyze_document analyze_market analyse_data analyzeCode
  assess_quality calculate_loan calculate_mortgage_payment calculate_bmi calculate_total calculate_discount
  convert_time_zone convert_length count_tokens count_items decode_base64 encode_base64 hash_text
  describe_schema diff_files diff_text estimate_tokens estimate_reading_time explain_sql extract_dates
  extract_emails extract_phone_numbers extract_links extract_invoice_data extract_contact_info format_date
  format_currency format_json generate_haiku generate_names generate_recipe generate_test_cases
  generate_hashtags generate_slogan generate_itinerary identify_song identify_language infer_schema
  inspect_url interpret_results judge_response measure_similarity normalize_text outline_essay
  paraphrase_text parse_html parse_xml parse_address predict_sentiment preview_email proofread_text
  rank_documents recognize_speech rephrase_sentence research_company review_essay rewrite_paragraph
  rewrite_email score_sentiment simulate_market spellcheck suggest_names suggest_title summarize_meeting
  summarize_email_thread summarize_order_history tokenize transcribe_call translate_message translate_email
  translate_post translate_order validate_schema validate_iban verify_signature verify_facts visualize_data
  stock_quote news gold_price covid_stats company_profile github_trending movie_search song_search
  image_search vector_query sql_query db_query graph_query entity_lookup postal_code_lookup phone_lookup
  email_lookup company_lookup user_search customer_search product_lookup order_lookup invoice_lookup
  ticket_search message_search document_search file_list file_read page_fetch article_summary
  document_summary text_summary text_summarizer document_summarizer email_summarizer email_classifier
  spam_filter language_identifier code_explainer sql_generator regex_generator name_generator
  password_generator quiz_generator resume_parser invoice_parser receipt_reader pdf_reader csv_reader
  log_analyzer log_search log_reader trend_analysis risk_assessment cost_estimate credit_score
  similarity_score sentiment_score world_clock time_zone current_time today random_number random_quote
`);

/** Noun phrases, whose last word is often a verb too: they read where the result is used, and write where it is thrown away. */
const phrases = names(`
  weather_report daily_plan sales_report market_analysis_report email_draft code_draft travel_plan
  spell_check grammar_check price_check meal_plan incident_report status_report expense_report
  progress_report lab_report book_report credit_report seo_report test_report lesson_plan action_plan
  project_plan workout_plan diet_plan test_plan marketing_plan itinerary_plan exercise_plan care_plan
  blog_draft letter_draft contract_draft message_draft report_draft invoice_draft comment_draft
  speech_draft fact_check health_check background_check credit_check syntax_check link_check
  compliance_check email_check name_check text_check code_review design_review performance_review
  email_review literature_review resume_review peer_review meeting_note release_notes study_note
  doctor_note cover_letter press_release thank_you_note company_brief creative_brief market_brief
  news_digest daily_digest weekly_digest price_quote demand_forecast blog_outline article_outline
  design_critique call_summary message_summary comment_summary plot_summary report_summary log_analysis
  email_analysis call_analysis alt_text ad_text image_prompt system_prompt travel_tip health_tip
  example_sentence legal_document credit_limit math_help coffee_shop price_target persona_builder
  trend_report competitor_analysis swot_analysis ad_copy tagline_ideas product_pitch elevator_pitch
  email_subject_line social_caption headline_options keyword_research topic_clusters gap_analysis
  feature_list user_story acceptance_criteria test_cases bug_summary code_explanation regex_helper
  commit_message changelog_entry api_docs release_summary architecture_overview threat_model budget_plan
  cash_forecast tax_estimate expense_breakdown portfolio_review stock_screener earnings_summary loan_quote
  packing_list route_planner hotel_finder weather_alert flight_options city_guide restaurant_picks
  visa_requirements day_trip currency_rates recipe_ideas calorie_count shopping_list workout_routine
  sleep_report symptom_checker drug_interactions lab_results patient_summary care_notes quiz_questions
  study_guide lesson_outline flashcards essay_feedback grade_report reading_list vocabulary_drill
  math_solver tutor_reply contract_review clause_extraction policy_check legal_brief case_search
  image_caption logo_concept color_palette voiceover_script scene_description character_profile
  plot_outline book_blurb poem_draft joke song_lyrics_writer interview_questions job_description
  candidate_match salary_benchmark
  investor_update_summary onboarding_checklist faq_answers churn_report retention_analysis
  pricing_comparison brand_voice_guide landing_page_copy seo_audit content_calendar newsletter_draft
  webinar_outline podcast_notes video_script thumbnail_concept hashtag_suggestions audience_profile
  market_sizing revenue_forecast unit_economics incident_summary root_cause_analysis log_summary
  stack_trace_explanation dependency_graph code_quality_report coverage_report schema_diff api_spec
  migration_plan security_review vulnerability_scan license_check accessibility_check
  performance_benchmark latency_stats load_test_report diet_suggestion medication_info first_aid_tip
  tenant_screening property_valuation rent_estimate neighborhood_summary mortgage_quote legal_memo
  nda_draft deposition_summary statute_lookup precedent_search travel_brief visa_check wine_pairing
  gift_ideas event_agenda speaker_bio toast_draft wedding_speech story_prompt word_of_the_day
`);

/** A leading reading verb with an object that looks like a change: read, used or not. */
const objects = names(`
  list_alternatives list_transactions get_reservations list_deletions get_registration find_bookings
  search_transcriptions compute combine list_incentives list_creatives get_additives list_sets
  list_editions list_offers get_moves list_collections list_relations get_conditions list_versions
  list_sessions get_sections find_opinions get_directions get_suggestions find_solutions list_assignees
  get_assignee get_deliverables find_startups list_provisions get_allowlist list_installs get_connectivity
  get_appendix list_performances get_overdraft get_preorder identify_disorder get_currency_pair find_vet
  find_tailor get_monitor get_waitlist list_whitelist get_completeness analyze_change calculate_share
  summarize_edit predict_move estimate_load get_replay get_complete_profile list_executives
  list_submissions get_notifications fetch_subscriptions get_attachments list_approvals get_executions
  find_replacements list_payments list_adjustments list_modifiers get_composers find_donors
  list_executables get_activations search_publications get_ferry find_butcher list_reruns get_clean_data
  get_autofill list_autopays get_writeup list_amendments fetch_reactions get_rejections find_executives
  list_commitments get_installment_plan fetch_settlements lookup_deductible get_statement list_enclosures
  get_completed_orders search_startups analyze_draft summarize_call extract_quotes detect_move list_holds
  get_release_notes rank_offers compare_plans list_shipments get_registrations suggest_edits score_pitch
  explain_transfer list_signups find_duplicates get_set list_runs_by_user check_plan validate_plan
  generate_plan list_permissions get_connections fetch_transactions count_visits get_refund_policy
  describe_change estimate_return classify_request identify_leads research_report
  find_interactions list_executors get_creators list_sends get_performance_review search_notes get_plan
  find_report list_deliveries lookup_subscriber calculate_set describe_release detect_edits
  get_draft_status list_booking_requests search_posted_jobs get_shared_links identify_writer
  get_creative_brief list_open_positions explain_plan outline_plan compare_reports translate_note
  extract_tasks validate_order count_orders retrieve_upload get_next_move summarize_updates
`);

describe("names of tools", () => {
  test("the tables are honest: large, without a name twice", () => {
    expect(writing.length).toBeGreaterThan(250);
    expect(reading.length).toBeGreaterThan(250);
    expect(phrases.length).toBeGreaterThan(150);
    expect(objects.length).toBeGreaterThan(100);
    const all = [...writing, ...reading, ...phrases, ...objects];
    expect(new Set(all).size).toBe(all.length);
  });

  test("no tool that changes something is taken for a reader", () => {
    expect(writing.filter((name) => inferred(name, true) !== "writes")).toEqual([]);
    expect(writing.filter((name) => inferred(name, false) !== "writes")).toEqual([]);
  });

  test("at least 95 % of the readers are recognised", () => {
    const missed = reading.filter((name) => inferred(name) !== "reads");
    expect(missed.length / reading.length).toBeLessThan(0.05);
  });

  test("at least 94 % of the noun phrases are recognised, and none reads with its result thrown away", () => {
    const missed = phrases.filter((name) => inferred(name, true) !== "reads");
    expect(missed.length / phrases.length).toBeLessThan(0.06);
    expect(phrases.filter((name) => inferred(name, false) !== "writes")).toEqual([]);
  });

  test("at least 95 % of the leading reading verbs read, used or not", () => {
    const missed = objects.filter(
      (name) => inferred(name, true) !== "reads" || inferred(name, false) !== "reads",
    );
    expect(missed.length / objects.length).toBeLessThan(0.05);
  });

  test.each([
    "POST /users",
    "POST /users/search",
    "put /users/{id}",
    "PATCH /a",
    "DELETE /items/{id}",
    "GET /orders/{id}/cancel",
  ])("the route %s writes", (route) => expect(inferred(route)).toBe("writes"));

  test.each(["GET /users", "GET /users/{id}/orders", "get users"])("the route %s reads", (route) => {
    expect(inferred(route)).toBe("reads");
  });

  // Whether the result is used decides for noun phrases only: a call made for nothing but its effect has one.
  test.each<[string, string]>([
    ["get_user", "reads"],
    ["github_list_issues", "reads"],
    ["Buses.FindBus", "reads"],
    ["messages.list", "reads"],
    ["user_get", "reads"],
    ["SkyScrapperSearchAirport", "reads"],
    ["summarise_text", "reads"],
    ["is_open", "reads"],
    ["weather", "writes"],
    ["content_generator", "writes"],
    ["nmt_translator", "writes"],
    ["web_search", "writes"],
    ["order_status", "writes"],
    ["imageGeneration", "writes"],
  ])("%s with its result thrown away %s", (name, kind) => {
    expect(inferred(name, true)).toBe("reads");
    expect(inferred(name, false)).toBe(kind);
  });

  // The object decides what the verb means.
  test.each<[string, string]>([
    ["resolve_hostname", "resolve_issue"],
    ["track_package", "track_event"],
    ["check_availability", "check_in"],
    ["check_stock", "check_task"],
    ["format_text", "format_disk"],
    ["sort_numbers", "sort_sheet"],
    ["show_balance", "show_notification"],
    ["ask_question", "ask_user"],
    ["generate_summary", "generate_api_key"],
    ["generate_token_count", "generate_token"],
    ["evaluate_essay", "browser_evaluate"],
    ["convert_currency", "convert_lead"],
    ["verify_signature", "verify_email"],
    ["order_status", "order_pizza"],
    ["book_details", "book_flight"],
    ["post_generator", "post_status"],
    ["get_commit", "git_commit"],
    ["get_order_status", "update_order_status"],
    ["list_deleted_files", "delete_files"],
    ["top_posts", "post"],
    ["new_releases", "new_release"],
    ["exchange_rate", "rate_exchange"],
    ["payment_status", "payment"],
    ["user_bookings", "user_booking"],
    ["search_posts", "search_and_post"],
    ["file_reader", "file_writer"],
    ["text_to_speech", "text_to_customer"],
    ["summarize_report", "summarize_to_slack"],
    ["users.list", "users.update"],
    ["play.search_apps", "play_song"],
    ["list_items", "list_update"],
    ["search_results", "search.results.delete"],
    ["weather_report", "email_report"],
    ["travel_plan", "plan_trip"],
    ["sales_report", "slack_report"],
    ["letter_draft", "gmail_draft"],
    ["email_draft", "post_draft"],
    ["text_summary", "text_message"],
    ["spell_check", "run_check"],
    ["alt_text", "customer_text"],
    ["deployment_plan", "deployment"],
    ["training_plan", "sending_plan"],
    ["orders_report", "emails_report"],
    ["design_review", "conduct_review"],
    ["poem_writer", "log_writer"],
    ["list_alternatives", "alter_natives"],
    ["list_installs", "list_and_installs"],
    ["list_app_installs", "list_and_silently_installs"],
    ["get_waitlist", "waitlist_user"],
    ["get_complete_profile", "list_complete"],
    ["get_monitor", "list_monitor"],
    ["get_assignee", "assignuser"],
    ["get_updates", "get_then_updates"],
    ["check_whitelist", "check_and_whitelist"],
  ])("%s reads, %s writes", (reader, writer) => {
    expect(inferred(reader)).toBe("reads");
    expect(inferred(writer)).toBe("writes");
  });

  test("every casing says the same", () => {
    const spellings = (words: string[]): string[] => {
      const capital = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
      return [
        words.join("_"),
        words.join("-"),
        words.join(" "),
        words.join("_").toUpperCase(),
        capital.join(""),
        capital.join("_"),
        words[0]! + capital.slice(1).join(""),
        `v2_${words.join("_")}`,
        `${words.join("_")}_v2`,
        `mcp__server__${words.join("_")}`,
        `server.${words.join("_")}`,
        `server/${words.join("-")}`,
        `Server:${capital.join("")}`,
      ];
    };
    for (const name of spellings(["get", "open", "order", "status"]))
      expect([name, inferred(name, false)]).toEqual([name, "reads"]);
    for (const name of spellings(["cancel", "order", "status"]))
      expect([name, inferred(name)]).toEqual([name, "writes"]);
  });

  test("a name without English words may change something", () => {
    for (const name of ["", "_", "42", "v2", "***", "删除", "créer_fichier", "tool"]) {
      expect([name, inferred(name, false)]).toEqual([name, "writes"]);
    }
    for (const name of ["", "***", "删除", "créer_fichier"])
      expect([name, inferred(name)]).toEqual([name, "writes"]);
  });

  test("any text has an effect", () => {
    for (const name of [
      "__proto__",
      "constructor",
      "a".repeat(10_000),
      "\u0000",
      "\ud800",
      "get".repeat(3000),
      "_a".repeat(5000),
    ]) {
      expect(["reads", "writes"]).toContain(inferred(name));
    }
  });

  // What the contract says of names, though these tools change something: the manifest is there for them.
  test.each(["RideSharing.GetRide", "browser_tabs", "kubectl_generic"])(
    "%s cannot be told from a reader",
    (name) => {
      expect(inferred(name)).toBe("reads");
    },
  );
});
