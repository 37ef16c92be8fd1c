import type ts from "typescript";
import type { ToolCall } from "../model/workflow.js";
import type { Parser } from "../syntax/parser.js";

/** Whether a type speaks of type parameters of the functions and classes around it, and whether one of them may stand for a promise. */
export function typeParameterIn({ ts }: Parser, type: ts.TypeNode): ToolCall["typeParameter"] {
  const parameters = new Map<string, ts.TypeParameterDeclaration>();
  for (let up: ts.Node = type; up; up = up.parent)
    if (ts.isFunctionLike(up) || ts.isClassLike(up))
      for (const parameter of up.typeParameters ?? [])
        if (!parameters.has(parameter.name.text)) parameters.set(parameter.name.text, parameter);
  if (parameters.size === 0) return undefined;
  const named: ts.TypeParameterDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    const parameter = ts.isIdentifier(node) ? parameters.get(node.text) : undefined;
    if (parameter) named.push(parameter);
    ts.forEachChild(node, visit);
  };
  visit(type);
  if (named.length === 0) return undefined;
  // `unknown`, `object`, `{}` and another parameter leave it open whether it has a `then`.
  const isBound = ({ constraint }: ts.TypeParameterDeclaration): boolean =>
    constraint !== undefined &&
    !/^(unknown|any|object|\{\s*\})$/.test(constraint.getText()) &&
    !parameters.has(constraint.getText());
  return named.every(isBound) ? "bound" : "free";
}
