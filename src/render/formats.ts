import type { Report } from "../core/model/report.js";
import type { Paint } from "./paint.js";

/** Lays out reports. `single` says that one file was named, and not a folder that happens to hold one. */
export type Render = (reports: readonly Report[], paint: Paint, single: boolean) => string;

/** Formats by name; each is one file, loaded when it is asked for. */
export type Formats = Readonly<Record<string, () => Promise<Render>>>;

export const checkFormats: Formats = {
  stylish: async () => (await import("./stylish.js")).stylish,
  json: async () => (await import("./json.js")).checkJson,
};

export const explainFormats: Formats = {
  text: async () => (await import("./text.js")).explainText,
  markdown: async () => (await import("./markdown.js")).explainMarkdown,
  json: async () => (await import("./json.js")).reportJson,
};
