export { writeProgram } from "./generator/program.js";
export type { ProgramSeed, StatementSeed } from "./generator/statement.js";
export { allShapes, statementKindsOf, type Shapes } from "./generator/tables.js";
export { generatedAnswer } from "./generator/answers.js";
export { generatedEffects, generatedManifest } from "./generator/tools.js";
