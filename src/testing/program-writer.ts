export { statementKinds, writeProgram } from "./generator/program.js";
export type { ProgramSeed, StatementSeed } from "./generator/statement.js";
export { generatedEffects, generatedManifest } from "./generator/tools.js";
