import type ts from "typescript";
import type { ConventionOption } from "../model/options.js";
import { isWriteTarget, type Bindings } from "../syntax/bindings.js";
import { unwrapExpression, type Parser } from "../syntax/parser.js";
import type { CalleeSource, RecognisedCall } from "../syntax/view.js";
import type { Helpers } from "./helpers.js";

export interface CalleeContext {
  readonly parser: Parser;
  readonly bindings: Bindings;
  readonly conventions: readonly ConventionOption[];
  readonly helpers: Helpers;
}

/** Recognises a tool call by the conventions, configured ones first, or as a call of a helper; undefined for any other call. */
export function recogniseCall(context: CalleeContext, call: ts.CallExpression): RecognisedCall | undefined {
  return conventionalCall(context, call) ?? context.helpers.recognise(call);
}

/** Recognises a call of a tool itself. */
export function conventionalCall(context: Conventions, call: ts.CallExpression): RecognisedCall | undefined {
  return configuredCall(context, call) ?? builtInCall(context, call);
}

type Conventions = Pick<CalleeContext, "parser" | "bindings" | "conventions">;

function builtInCall(context: Conventions, call: ts.CallExpression): RecognisedCall | undefined {
  const { ts } = context.parser;
  const callee = call.expression;
  const first = call.arguments[0];
  if (!first) return undefined;
  if (ts.isIdentifier(callee)) {
    const source = functionSource(context, callee, "callTool");
    if (source) return plainCall(context, call, source);
    const mcp = functionSource(context, callee, "callMCPTool");
    if (mcp)
      return {
        convention: "callMCPTool",
        source: mcp,
        ...named(context, first, call.arguments.slice(1)),
        isPlain: false,
        throws: true,
      };
    return undefined;
  }
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "callTool") return undefined;
  const receiver = unwrapExpression(context.parser, callee.expression);
  const module = ts.isIdentifier(receiver) ? moduleSource(context, receiver) : undefined;
  if (module) return plainCall(context, call, module);
  const request = unwrapExpression(context.parser, first);
  if (ts.isObjectLiteralExpression(request)) {
    const name = propertyValue(context.parser, request, "name");
    const args = propertyValue(context.parser, request, "arguments");
    const hasSpread = request.properties.some((property) => ts.isSpreadAssignment(property));
    const tool = name && !hasSpread ? constantText(context, name) : undefined;
    return {
      convention: "receiver.callTool({ name })",
      source: { kind: "other" },
      tool,
      ...(name && !hasSpread ? { toolName: name } : {}),
      payload: args ? [args] : [],
      isPlain: false,
      throws: false,
    };
  }
  return {
    convention: "receiver.callTool(name)",
    source: { kind: "other" },
    ...named(context, first, call.arguments.slice(1)),
    isPlain: false,
    throws: true,
  };
}

function plainCall(context: Conventions, call: ts.CallExpression, source: CalleeSource): RecognisedCall {
  const { ts } = context.parser;
  const [first, second, ...rest] = call.arguments;
  if (first && second && ts.isStringLiteralLike(second) && isClientLike(context, first)) {
    return {
      convention: "callTool(client, name)",
      source,
      tool: second.text,
      payload: rest,
      isPlain: false,
      throws: true,
    };
  }
  const isPlain =
    call.arguments.length <= 3 && !call.arguments.some((argument) => ts.isSpreadElement(argument));
  return {
    convention: "callTool",
    source,
    ...named(context, first!, call.arguments.slice(1)),
    isPlain,
    throws: true,
  };
}

/** `callTool(client, "name", …)`: a dynamic tool name would look alike, so the first argument must read as a connection. */
function isClientLike({ parser: { ts } }: Conventions, node: ts.Expression): boolean {
  const name = ts.isIdentifier(node) ? node.text : ts.isPropertyAccessExpression(node) ? node.name.text : "";
  return /(^|[a-z_])(client|server|session|connection)$/i.test(name) || /^mcp$/i.test(name);
}

function named(context: Conventions, name: ts.Expression, payload: readonly ts.Expression[]) {
  return { tool: constantText(context, name), toolName: name, payload };
}

function configuredCall(context: Conventions, call: ts.CallExpression): RecognisedCall | undefined {
  if (context.conventions.length === 0) return undefined;
  const path = call.expression.getText().replace(/\s+|\?(?=\.)|!(?=\.)/g, "");
  for (const convention of context.conventions) {
    const match = patternOf(convention.call).exec(path);
    if (!match) continue;
    const where = convention.tool ?? (convention.call.endsWith("*") ? "callee" : 0);
    const tool = where === "callee" ? match.at(-1) : constantAt(context, call, where);
    const payload =
      convention.arguments === undefined
        ? call.arguments
        : [expressionAt(context.parser, call, convention.arguments)];
    return {
      convention: convention.call,
      source: { kind: "other" },
      tool,
      payload: payload.filter((part) => part !== undefined),
      isPlain: false,
      throws: convention.throws ?? true,
    };
  }
  return undefined;
}

function patternOf(pattern: string): RegExp {
  const escaped = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join("(.+)")}$`);
}

function constantAt(
  context: Conventions,
  call: ts.CallExpression,
  where: number | string,
): string | undefined {
  const node = expressionAt(context.parser, call, where);
  return node && constantText(context, node);
}

/** The argument at an index, or a property of it: `0`, `"0.name"`. */
function expressionAt(
  parser: Parser,
  call: ts.CallExpression,
  where: number | string,
): ts.Expression | undefined {
  const [index, property] = String(where).split(".");
  const argument = call.arguments[Number(index)];
  if (!argument || property === undefined) return argument;
  const object = unwrapExpression(parser, argument);
  return parser.ts.isObjectLiteralExpression(object) ? propertyValue(parser, object, property) : undefined;
}

/** The value of a property that is written out; undefined where a later spread could replace it. */
export function propertyValue(
  { ts }: Parser,
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.Expression | undefined {
  let value: ts.Expression | undefined;
  for (const property of object.properties) {
    if (ts.isSpreadAssignment(property)) value = undefined;
    else if (
      property.name &&
      (ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name)) &&
      property.name.text === name
    ) {
      value = ts.isPropertyAssignment(property)
        ? property.initializer
        : ts.isShorthandPropertyAssignment(property)
          ? property.name
          : undefined;
    }
  }
  return value;
}

/** The text of a string constant: a literal, or a `const` that is one. */
export function constantText(context: Conventions, node: ts.Expression): string | undefined {
  const value = constantValue(context, node);
  return typeof value === "string" ? value : undefined;
}

/** The value of a literal, or of a `const` whose initialiser is one. */
export function constantValue(
  { parser, bindings }: Conventions,
  node: ts.Expression,
): string | number | boolean | undefined {
  const { ts } = parser;
  const inner = unwrapExpression(parser, node);
  const literal = literalValue(parser, inner);
  if (literal !== undefined) return literal;
  if (ts.isPropertyAccessExpression(inner)) return entryOfTable({ parser, bindings }, inner);
  if (!ts.isIdentifier(inner)) return undefined;
  const binding = bindings.of(inner);
  const declaration = binding?.kind === "const" ? binding.declarations[0]?.parent : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  return literalValue(parser, unwrapExpression(parser, declaration.initializer));
}

/** `TOOLS.search` with `const TOOLS = { search: "search_docs" }`, of which nothing but members is ever read, or with an enum. */
function entryOfTable(
  { parser, bindings }: Pick<Conventions, "parser" | "bindings">,
  node: ts.PropertyAccessExpression,
): string | number | boolean | undefined {
  const { ts } = parser;
  const binding = ts.isIdentifier(node.expression) ? bindings.of(node.expression) : undefined;
  const declared = binding?.declarations[0]?.parent;
  if (!binding || !declared || binding.declarations.length !== 1 || binding.writes.length > 0)
    return undefined;
  const isOnlyRead = binding.uses.every(
    ({ parent }) =>
      ts.isTypeQueryNode(parent) ||
      ts.isTypeReferenceNode(parent) ||
      (ts.isPropertyAccessExpression(parent) &&
        !(ts.isCallExpression(parent.parent) && parent.parent.expression === parent) &&
        !isWriteTarget(parser, parent) &&
        !ts.isDeleteExpression(parent.parent)),
  );
  if (!isOnlyRead) return undefined;
  if (ts.isEnumDeclaration(declared)) {
    const member = declared.members.find(({ name }) => "text" in name && name.text === node.name.text);
    return member?.initializer && literalValue(parser, member.initializer);
  }
  if (!ts.isVariableDeclaration(declared) || !declared.initializer || binding.kind !== "const")
    return undefined;
  const table = unwrapExpression(parser, declared.initializer);
  // Whoever imports a table that is not declared constant may change it.
  const isConstant =
    ts.isAsExpression(declared.initializer) && declared.initializer.type.getText() === "const";
  if (!ts.isObjectLiteralExpression(table) || (binding.exported && !isConstant)) return undefined;
  // `{ search: "search_docs", use(name) { this.search = name; } }` changes itself.
  const isPlain = table.properties.every(
    (property) =>
      ts.isPropertyAssignment(property) &&
      !ts.isComputedPropertyName(property.name) &&
      literalValue(parser, unwrapExpression(parser, property.initializer)) !== undefined,
  );
  if (!isPlain) return undefined;
  const value = propertyValue(parser, table, node.name.text);
  return value && literalValue(parser, unwrapExpression(parser, value));
}

function literalValue({ ts }: Parser, node: ts.Expression): string | number | boolean | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  return undefined;
}

/** Where an identifier gets the function `name` from; undefined where it is something else, as a function of this file. */
export function functionSource(
  context: Conventions,
  identifier: ts.Identifier,
  name: string,
): CalleeSource | undefined {
  const { ts } = context.parser;
  const binding = context.bindings.of(identifier);
  if (!binding) return identifier.text === name ? { kind: "global" } : undefined;
  const declared = binding.declarations[0];
  if (!declared || binding.writes.length > 0) return undefined;
  const { parent } = declared;
  if (ts.isImportSpecifier(parent)) {
    if ((parent.propertyName ?? parent.name).text !== name) return undefined;
    const declaration = parent.parent.parent.parent;
    const specifier =
      ts.isImportDeclaration(declaration) && ts.isStringLiteral(declaration.moduleSpecifier)
        ? declaration.moduleSpecifier.text
        : "";
    return { kind: "named", binding, specifier, isRequire: false, element: parent, list: parent.parent };
  }
  if (ts.isFunctionDeclaration(parent))
    return !parent.body && binding.name === name
      ? { kind: "global", declared: binding.declarations }
      : undefined;
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) {
    const key = parent.propertyName ?? parent.name;
    if (!ts.isIdentifier(key) || key.text !== name || parent.initializer) return undefined;
    const holder = parent.parent.parent;
    const specifier =
      ts.isVariableDeclaration(holder) && holder.initializer
        ? requiredModule(context, holder.initializer)
        : undefined;
    if (specifier === undefined) return { kind: "other" };
    return { kind: "named", binding, specifier, isRequire: true, element: parent, list: parent.parent };
  }
  if (ts.isParameter(parent)) return binding.name === name ? { kind: "other" } : undefined;
  if (ts.isVariableDeclaration(parent)) {
    if (!parent.initializer) {
      const statement = parent.parent.parent;
      const isAmbient =
        ts.isVariableStatement(statement) &&
        statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword);
      return isAmbient && binding.name === name
        ? { kind: "global", declared: binding.declarations }
        : undefined;
    }
    const value = unwrapExpression(context.parser, parent.initializer);
    return ts.isPropertyAccessExpression(value) && value.name.text === name ? { kind: "other" } : undefined;
  }
  return undefined;
}

/** `import * as rt from "m"` or `const rt = require("m")`. */
export function moduleSource(context: Conventions, identifier: ts.Identifier): CalleeSource | undefined {
  const { ts } = context.parser;
  const binding = context.bindings.of(identifier);
  const declared = binding?.declarations[0]?.parent;
  if (!binding || !declared || binding.writes.length > 0) return undefined;
  if (ts.isNamespaceImport(declared)) {
    const { moduleSpecifier } = declared.parent.parent as ts.ImportDeclaration;
    return {
      kind: "namespace",
      binding,
      specifier: ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : "",
    };
  }
  if (!ts.isVariableDeclaration(declared) || !declared.initializer || !ts.isIdentifier(declared.name))
    return undefined;
  const specifier = requiredModule(context, declared.initializer);
  return specifier === undefined ? undefined : { kind: "namespace", binding, specifier };
}

function requiredModule({ parser, bindings }: Conventions, node: ts.Expression): string | undefined {
  const { ts } = parser;
  const call = unwrapExpression(parser, node);
  if (!ts.isCallExpression(call) || !ts.isIdentifier(call.expression) || call.expression.text !== "require")
    return undefined;
  const [argument] = call.arguments;
  return argument && ts.isStringLiteralLike(argument) && !bindings.of(call.expression)
    ? argument.text
    : undefined;
}
