import type { ToolTable } from "../../core/model/effects.js";
import { effectsFrom, type EffectOf } from "../true-effects.js";

/** The manifest that generated programs are optimized with. */
export const generatedManifest: ToolTable = {
  compute: "pure",
  approve_payment: "approval",
  write_file: { writes: ["file:{path}"] },
  read_file: { reads: ["file:{path}"] },
  copy_file: { reads: ["file:{from}"], writes: ["file:{to}"] },
  append_log: { writes: ["log"], failures: "relaxed" },
  set_row: { writes: ["db:{table}"] },
  get_row: { reads: ["db:{table}"] },
};

/** What the tools of generated programs really do. `run_report`, `run_numbers` and `get_lock` always carry a pragma that says so. */
export const generatedEffects: EffectOf = effectsFrom({
  ...generatedManifest,
  send_email: "writes",
  "update-record": "writes",
  createTicket: "writes",
  get_lock: "writes",
  run_numbers: "pure",
});

export const readingTools: readonly string[] = [
  "get_user",
  "list_orders",
  "searchDocs",
  "summarize",
  "content_generator",
  "weather",
  "compute",
];

export const writingTools: readonly string[] = ["send_email", "update-record", "createTicket"];
