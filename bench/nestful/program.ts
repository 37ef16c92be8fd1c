import { splitText, type Reference, type Row } from "./rows.js";

/** The row as the sequential program that a person or a model would write for it. */
export function printProgram(row: Row): string {
  const calls = row.calls.map(
    ({ label, name, given }) =>
      `  const ${label} = await callTool(${JSON.stringify(name)}, ${print(given)});`,
  );
  return [
    `import { callTool } from "parcall/runtime";`,
    "",
    "export async function main() {",
    ...calls,
    `  return ${print(row.result)};`,
    "}",
    "",
  ].join("\n");
}

function print(value: unknown): string {
  if (typeof value === "string") return printText(value);
  if (Array.isArray(value)) return `[${value.map(print).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${printKey(key)}: ${print(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function printText(text: string): string {
  const parts = splitText(text);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    return typeof only === "string" ? JSON.stringify(only) : printReference(only);
  }
  const inner = parts.map((part) =>
    typeof part === "string" ? part.replace(/[\\`]|\$(?=\{)/g, "\\$&") : `\${${printReference(part)}}`,
  );
  return `\`${inner.join("")}\``;
}

function printReference({ label, path }: Reference): string {
  return label + path.map((part) => (isName(part) ? `.${part}` : `[${JSON.stringify(part)}]`)).join("");
}

function printKey(key: string): string {
  // `"__proto__": x` would set the prototype.
  if (key === "__proto__") return `["__proto__"]`;
  return isName(key) ? key : JSON.stringify(key);
}

function isName(part: string | number): boolean {
  return typeof part === "string" && /^[A-Za-z_$][\w$]*$/.test(part);
}
