import type ts from "typescript";
import type { Span } from "../model/span.js";
import type { Binding } from "../syntax/bindings.js";
import type { ForLoop } from "../syntax/parser.js";
import type { AnalysisContext } from "./context.js";
import type { ObjectClass } from "./object-graph.js";
import type { Objects } from "./objects.js";
import { type Location, useAt } from "./sink.js";
import type { Visibility } from "./visibility.js";

/** What every round of a loop has of its own: the variables of its head and body, and the objects that only these can hold. */
export class OwnOfLoop {
  readonly #known = new Map<Location, boolean>();
  #made: ReadonlySet<ObjectClass> | undefined;
  #uses: readonly number[] | undefined;

  constructor(
    readonly context: AnalysisContext,
    readonly objects: Objects,
    readonly visibility: Visibility,
    readonly node: ForLoop,
  ) {}

  has(location: Location): boolean {
    const known = this.#known.get(location);
    if (known !== undefined) return known;
    const isOwn = this.#workOut(location);
    this.#known.set(location, isOwn);
    return isOwn;
  }

  /** An assignment to a variable of the head in the body of the loop. */
  writtenInBody(): { readonly span: Span; readonly name: string } | undefined {
    for (const binding of this.context.bindings.all) {
      if (!this.#isOfHead(binding)) continue;
      const write = binding.writes.find((one) => isWithin(one, this.node.statement));
      if (write)
        return { span: { start: write.getStart(this.context.file), end: write.end }, name: binding.name };
    }
    return undefined;
  }

  /** The places at which the variables of the head are used. */
  headUses(): readonly number[] {
    return this.context.bindings.all
      .filter((binding) => this.#isOfHead(binding))
      .flatMap(({ uses }) => uses.map((use) => use.getStart(this.context.file)));
  }

  /** Whether a stretch of text uses a variable of the loop's head or body. */
  isUsedWithin({ start, end }: Span): boolean {
    this.#uses ??= this.context.bindings.all
      .filter(({ declarations }) => declarations.some((declared) => isWithin(declared, this.node)))
      .flatMap(({ uses, declarations }) =>
        [...uses, ...declarations].map((name) => name.getStart(this.context.file)),
      );
    return this.#uses.some((use) => use >= start && use < end);
  }

  #workOut(location: Location): boolean {
    const use = useAt(location);
    if (use.kind === "answer") return true;
    if (use.kind === "variable") return this.#isOwnVariable(this.context.bindings.all[use.index]!);
    if (use.kind !== "object") return false;
    const object = this.objects.find(use.object);
    if (this.objects.isOutside(object) || !this.#madeInBody().has(object)) return false;
    return this.visibility.holdersOf(object).every((binding) => this.#isOwnVariable(binding));
  }

  #isOfHead(binding: Binding): boolean {
    const { initializer } = this.node;
    return binding.declarations.some(
      (declared) => initializer !== undefined && isWithin(declared, initializer),
    );
  }

  #isOwnVariable(binding: Binding): boolean {
    if (binding.kind !== "const" && binding.kind !== "let") return false;
    return binding.declarations.every((declared) => isWithin(declared, this.node));
  }

  /**
   * The classes of objects that the body makes anew, and that cannot be reached otherwise: elements of what is gone through may be one and
   * the same object, and so may be what `this` holds.
   */
  #madeInBody(): ReadonlySet<ObjectClass> {
    if (this.#made) return this.#made;
    const { ts } = this.context.parser;
    const made = new Set<ObjectClass>();
    const others = new Set<ObjectClass>();
    const visit = (node: ts.Node): void => {
      if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node) || ts.isNewExpression(node))
        made.add(this.objects.find(this.objects.of(node)));
      if (node.kind === ts.SyntaxKind.ThisKeyword)
        for (const held of this.objects.reach(this.objects.of(node))) others.add(this.objects.find(held));
      ts.forEachChild(node, visit);
    };
    visit(this.node.statement);
    if (!ts.isForStatement(this.node))
      for (const held of this.objects.reach(this.objects.of(this.node.expression)))
        others.add(this.objects.find(held));
    for (const object of others) made.delete(object);
    this.#made = made;
    return made;
  }
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return node.pos >= outer.pos && node.end <= outer.end;
}
