import type ts from "typescript";
import type { Binding, Bindings } from "../syntax/bindings.js";
import { unwrapExpression, type Parser } from "../syntax/parser.js";

export type LocalFunction = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction;

/**
 * Functions of the file whose code can stand for a call of them: named once, never assigned, and over when they return. An async
 * function or a generator goes on later, and one that uses `this` or `arguments` depends on how it is called.
 */
export class LocalFunctions {
  readonly #parser: Parser;
  readonly #bindings: Bindings;
  readonly #known = new Map<Binding, LocalFunction | undefined>();
  readonly #closed = new Map<ts.Node, boolean>();

  constructor(parser: Parser, bindings: Bindings) {
    this.#parser = parser;
    this.#bindings = bindings;
  }

  /** The function of the file that a call runs, if its code is to be seen. */
  calledBy(call: ts.CallExpression): LocalFunction | undefined {
    const callee = unwrapExpression(this.#parser, call.expression);
    if (!this.#parser.ts.isIdentifier(callee) || call.questionDotToken) return undefined;
    const binding = this.#bindings.of(callee);
    return binding && this.#functionOf(binding);
  }

  /** The function of the file that an expression names. */
  namedBy(node: ts.Expression): LocalFunction | undefined {
    const inner = unwrapExpression(this.#parser, node);
    const binding = this.#parser.ts.isIdentifier(inner) ? this.#bindings.of(inner) : undefined;
    return binding && this.#functionOf(binding);
  }

  /** Whether every use of a function is a call of it: then its parameters hold what these calls hand over, and nothing else. */
  isClosed(node: ts.Node): boolean {
    const known = this.#closed.get(node);
    if (known !== undefined) return known;
    const binding = this.#bindingOf(node);
    const isClosed =
      binding !== undefined &&
      !binding.exported &&
      this.#functionOf(binding) === node &&
      binding.uses.every(
        (use) =>
          this.#parser.ts.isCallExpression(use.parent) &&
          use.parent.expression === use &&
          !use.parent.questionDotToken,
      );
    this.#closed.set(node, isClosed);
    return isClosed;
  }

  #bindingOf(node: ts.Node): Binding | undefined {
    const { ts } = this.#parser;
    if (ts.isFunctionDeclaration(node)) return node.name && this.#bindings.of(node.name);
    const { parent } = node as { readonly parent: ts.Node | undefined };
    return parent && ts.isVariableDeclaration(parent) && parent.initializer === node
      ? this.#bindings.of(parent.name)
      : undefined;
  }

  #functionOf(binding: Binding): LocalFunction | undefined {
    if (this.#known.has(binding)) return this.#known.get(binding);
    const found = this.#find(binding);
    this.#known.set(binding, found);
    return found;
  }

  #find(binding: Binding): LocalFunction | undefined {
    const { ts } = this.#parser;
    const declared = binding.declarations[0]?.parent;
    if (!declared || binding.declarations.length !== 1 || binding.writes.length > 0) return undefined;
    const isConstant = ts.isVariableDeclaration(declared) && binding.kind === "const";
    const node = ts.isFunctionDeclaration(declared)
      ? declared
      : isConstant
        ? declared.initializer
        : undefined;
    if (
      !node ||
      !(ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node)) ||
      !node.body
    )
      return undefined;
    const isPlain =
      !node.asteriskToken && !node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
    return isPlain && !this.#dependsOnCaller(node.body) ? node : undefined;
  }

  #dependsOnCaller(node: ts.Node): boolean {
    const { ts } = this.#parser;
    if (node.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(node) && node.text === "arguments"))
      return true;
    return ts.forEachChild(node, (child) => this.#dependsOnCaller(child)) ?? false;
  }
}
