import type ts from "typescript";
import { isModuleExports } from "../syntax/handed-out.js";
import type { AnalysisContext } from "./context.js";

/** The functions that whoever imports the file may call: exported ones, and the methods of exported objects, classes and instances. */
export function exportedFunctions(context: AnalysisContext): readonly ts.Node[] {
  const { ts } = context.parser;
  const found = new Set<ts.Node>();
  const seen = new Set<ts.Node>();
  const add = (node: ts.Node | undefined): void => {
    if (!node || seen.has(node)) return;
    seen.add(node);
    const value = ts.isExpression(node) ? context.unwrap(node) : node;
    if (ts.isFunctionLike(value)) found.add(value);
    else if (ts.isClassLike(value)) for (const member of value.members) addMember(member);
    else if (ts.isObjectLiteralExpression(value))
      for (const property of value.properties) addMember(property);
    else if (ts.isNewExpression(value)) add(value.expression);
    else if (ts.isIdentifier(value)) addBinding(value);
    // A list, a call's result, a choice: whatever stands in it.
    else ts.forEachChild(value, add);
  };
  const addMember = (member: ts.ClassElement | ts.ObjectLiteralElementLike): void => {
    if (ts.isFunctionLike(member)) found.add(member);
    else if (ts.isPropertyDeclaration(member) || ts.isPropertyAssignment(member)) add(member.initializer);
    else if (ts.isShorthandPropertyAssignment(member)) addBinding(member.name);
    else if (ts.isSpreadAssignment(member)) add(member.expression);
  };
  const addBinding = (name: ts.Identifier): void => {
    for (const { parent } of context.bindings.of(name)?.declarations ?? [])
      add(ts.isVariableDeclaration(parent) ? parent.initializer : parent);
  };
  for (const { exported, declarations } of context.bindings.all) {
    if (!exported) continue;
    for (const { parent } of declarations)
      add(ts.isVariableDeclaration(parent) ? parent.initializer : parent);
  }
  for (const statement of context.file.statements) {
    if (ts.isExportAssignment(statement)) add(statement.expression);
    const assigned = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    // A file that is nothing but a function.
    if (assigned && ts.isFunctionLike(context.unwrap(assigned))) add(assigned);
    if (assigned && isModuleExports(ts, assigned)) add((assigned as ts.BinaryExpression).right);
  }
  return [...found];
}
