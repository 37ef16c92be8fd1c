import type ts from "typescript";
import { rethrown } from "./rethrow.js";
import { ExpressionWalker, type ExtractedCall } from "./walk-expressions.js";
import { Sink, Throws } from "./sink.js";
import type { ForLoop } from "../syntax/parser.js";
import { mayBeMissing } from "./value-facts.js";

/** What a statement does: the calls that may run apart from it, in the order in which it makes them, and the rest. */
export interface WalkedStatement {
  readonly calls: readonly ExtractedCall[];
  readonly rest: Sink;
}

/** What the head of a loop does: before the first round, and at the start of every one. */
export interface LoopHead {
  /** Calls in what is gone through: `for (const item of await callTool("list_items"))`. */
  readonly calls: readonly ExtractedCall[];
  readonly once: Sink;
  readonly each: Sink;
}

/** Walks whole statements; see `ExpressionWalker`. */
export class StatementWalker extends ExpressionWalker {
  /** Loops, switches and callbacks around the present place that `break`, `continue` or `return` stay within. */
  #breakable = 0;
  /** How the code of each `try` may fail, apart from the tools that it calls. */
  readonly #caught = new Map<ts.TryStatement, Throws>();
  #continuable = 0;
  #returnable = 0;

  walk(node: ts.Statement): WalkedStatement {
    const rest = new Sink();
    this.sinks = [rest];
    this.extracted = [];
    this.conditional = 0;
    if (this.context.hasDynamicScope) this.fence(node, "unsupported-syntax", "with or eval");
    this.statement(node);
    return { calls: this.extracted, rest };
  }

  loopHead(node: ForLoop): LoopHead {
    const { ts } = this;
    const once = this.#apart(0, () => {
      if (!ts.isForStatement(node)) {
        this.expression(node.expression);
        if (ts.isForOfStatement(node)) this.iterate(node.expression);
      } else if (node.initializer && ts.isVariableDeclarationList(node.initializer))
        this.#declarations(node.initializer);
      else if (node.initializer) this.expression(node.initializer);
    });
    const calls = this.extracted;
    const each = this.#apart(1, () => {
      if (ts.isForStatement(node)) {
        if (node.condition) this.expression(node.condition);
        if (node.incrementor) this.expression(node.incrementor);
        return;
      }
      this.nextElement(node.expression);
      this.#loopTarget(node.initializer);
    });
    return { calls, once, each };
  }

  /** What a condition does, apart from what it decides. */
  condition(node: ts.Expression): Sink {
    return this.#apart(1, () => this.expression(node));
  }

  /** What a branch of the program does that makes no calls of its own. */
  branch(node: ts.Statement): Sink {
    return this.#apart(1, () => this.statement(node));
  }

  #apart(conditional: number, walk: () => void): Sink {
    const sink = new Sink();
    this.sinks = [sink];
    this.extracted = [];
    this.conditional = conditional;
    if (this.context.hasDynamicScope) this.fence(this.context.file, "unsupported-syntax", "with or eval");
    walk();
    return sink;
  }

  protected override block(node: ts.Block): void {
    this.#returnable++;
    for (const statement of node.statements) this.statement(statement);
    this.#returnable--;
  }

  protected statement(node: ts.Statement): void {
    const ignored = this.context.view.ignored.get(node);
    if (ignored)
      this.sink.fence ??= { code: "ignored-by-pragma", span: ignored, name: "parcall-ignore-next" };
    this.#statement(node);
  }

  #statement(node: ts.Statement): void {
    const { ts } = this;
    if (ts.isVariableStatement(node)) return this.#declarations(node.declarationList);
    if (ts.isExpressionStatement(node)) return this.#expressionStatement(node);
    if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) {
      if (node.expression && ts.isReturnStatement(node) && this.#returnable > 0)
        this.returned(node.expression);
      else if (node.expression) this.expression(node.expression);
      // Inside a function that is run in place, `return` stays there, and `throw` is what `JSON.parse` does.
      if (this.#returnable === 0)
        this.fence(node, "control-dependence", ts.isThrowStatement(node) ? "throw" : "return");
      else if (ts.isThrowStatement(node)) this.sink.raise(this.#thrown(node));
      return;
    }
    if (ts.isIfStatement(node)) {
      this.expression(node.expression);
      return this.whenever(() => {
        this.statement(node.thenStatement);
        if (node.elseStatement) this.statement(node.elseStatement);
      });
    }
    if (ts.isBlock(node)) {
      for (const statement of node.statements) this.statement(statement);
      return;
    }
    if (ts.isForOfStatement(node)) return this.#forOf(node);
    if (ts.isForInStatement(node)) {
      this.expression(node.expression);
      this.readObject(this.objects.of(node.expression), node.expression);
      return this.#loop(() => {
        this.#loopTarget(node.initializer);
        this.statement(node.statement);
      });
    }
    if (ts.isForStatement(node)) {
      if (node.initializer) {
        if (ts.isVariableDeclarationList(node.initializer)) this.#declarations(node.initializer);
        else this.expression(node.initializer);
      }
      return this.#loop(() => {
        if (node.condition) this.expression(node.condition);
        this.statement(node.statement);
        if (node.incrementor) this.expression(node.incrementor);
      });
    }
    if (ts.isWhileStatement(node) || ts.isDoStatement(node)) {
      return this.#loop(() => {
        this.expression(node.expression);
        this.statement(node.statement);
      });
    }
    if (ts.isSwitchStatement(node)) return this.#switch(node);
    if (ts.isTryStatement(node)) return this.#try(node);
    if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) {
      const stays = !node.label && (ts.isBreakStatement(node) ? this.#breakable : this.#continuable) > 0;
      if (!stays) this.fence(node, "control-dependence", ts.isBreakStatement(node) ? "break" : "continue");
      return;
    }
    if (ts.isEmptyStatement(node) || ts.isFunctionDeclaration(node)) return;
    if (
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isImportDeclaration(node) ||
      ts.isExportDeclaration(node)
    )
      return;
    if (ts.isClassDeclaration(node) && this.#isQuietClass(node)) {
      if (node.name) this.writeName(node.name, true);
      return;
    }
    if (
      ts.isModuleDeclaration(node) &&
      node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)
    )
      return;
    // Labels, `with`, `debugger`, enums, namespaces, classes that run code: assume the worst.
    this.unknownSyntax(node);
  }

  #declarations(list: ts.VariableDeclarationList): void {
    const { ts } = this;
    const scope = list.flags & ts.NodeFlags.BlockScoped;
    if (scope !== 0 && scope !== ts.NodeFlags.Const && scope !== ts.NodeFlags.Let)
      return this.unknownSyntax(list);
    for (const { name, initializer } of list.declarations) {
      if (initializer) this.expression(initializer);
      if (ts.isIdentifier(name)) {
        // `var x;` keeps the value that x has.
        if (initializer || scope !== 0) this.writeName(name, true);
        continue;
      }
      if (initializer) {
        if (!this.context.isAnswer(initializer)) this.readObject(this.objects.of(initializer), initializer);
        if (ts.isArrayBindingPattern(name)) this.iterate(initializer);
      }
      this.sink.raise(
        initializer && mayBeMissing(this.context, initializer) ? Throws.Missing : Throws.Nullish,
      );
      this.bindPattern(name, initializer && [this.objects.of(initializer)]);
    }
  }

  #expressionStatement(node: ts.ExpressionStatement): void {
    this.expression(node.expression);
    // A function that is called for nothing but its throw is a guard: `check(x)`, `ok || fail()`, `items.forEach(check)`.
    const guard = this.sink.fence
      ? undefined
      : this.#dropped(node.expression).find((call) => this.#isGuard(call));
    if (guard) this.fence(node, "control-dependence", guard.expression.getText(this.context.file));
  }

  /** The calls of an expression whose value nobody uses. */
  #dropped(node: ts.Expression): ts.CallExpression[] {
    const { ts } = this;
    const inner = this.context.unwrap(node);
    if (ts.isCallExpression(inner)) return [inner];
    if (ts.isVoidExpression(inner) || ts.isPrefixUnaryExpression(inner))
      return this.#dropped(ts.isVoidExpression(inner) ? inner.expression : inner.operand);
    if (ts.isConditionalExpression(inner))
      return [...this.#dropped(inner.whenTrue), ...this.#dropped(inner.whenFalse)];
    if (!ts.isBinaryExpression(inner)) return [];
    const { kind } = inner.operatorToken;
    const { SyntaxKind: K } = ts;
    if (kind === K.CommaToken) return [...this.#dropped(inner.left), ...this.#dropped(inner.right)];
    const isChoice =
      kind === K.AmpersandAmpersandToken || kind === K.BarBarToken || kind === K.QuestionQuestionToken;
    return isChoice ? this.#dropped(inner.right) : [];
  }

  #isGuard(call: ts.CallExpression): boolean {
    if (this.context.isDeclaredPure(call) && !this.context.builtInFunction(call)) return true;
    if (this.sink.throws !== Throws.ByDesign) return false;
    const takesCallback = this.context.builtInMethod(call)?.callsBack;
    return takesCallback === true || this.context.localFunctions.calledBy(call) !== undefined;
  }

  /** To throw what was caught is no decision: `catch (error) { if (attempt === 3) throw error; }` fails where the tool has failed. */
  #thrown(node: ts.ThrowStatement): Throws {
    const attempt = rethrown(this.context, node);
    return (attempt && this.#caught.get(attempt)) ?? Throws.ByDesign;
  }

  #forOf(node: ts.ForOfStatement): void {
    this.expression(node.expression);
    this.iterate(node.expression);
    if (node.awaitModifier) this.fence(node, "other-await", "for await");
    this.#loop(() => {
      this.#loopTarget(node.initializer);
      this.statement(node.statement);
    });
  }

  #loopTarget(initializer: ts.ForInitializer): void {
    const { ts } = this;
    if (!ts.isVariableDeclarationList(initializer)) return this.assign(initializer);
    for (const { name } of initializer.declarations) this.bindPattern(name);
  }

  #loop(walk: () => void): void {
    this.#breakable++;
    this.#continuable++;
    const before = this.orderedCount;
    this.whenever(walk);
    // In its second round, what a loop does first comes after what it waited for.
    if (this.orderedCount > before) this.noteOrdered();
    this.#breakable--;
    this.#continuable--;
  }

  #switch(node: ts.SwitchStatement): void {
    const { ts } = this;
    this.expression(node.expression);
    this.#breakable++;
    this.whenever(() => {
      for (const clause of node.caseBlock.clauses) {
        if (ts.isCaseClause(clause)) this.expression(clause.expression);
        for (const statement of clause.statements) this.statement(statement);
      }
    });
    this.#breakable--;
  }

  #try(node: ts.TryStatement): void {
    this.whenever(() => {
      const before = this.sink.throws;
      if (node.catchClause) this.sink.throws = Throws.Never;
      this.statement(node.tryBlock);
      if (node.catchClause) {
        // What is thrown inside ends in the handler.
        this.#caught.set(node, this.sink.throws);
        this.sink.throws = before;
        if (node.catchClause.variableDeclaration) this.bindPattern(node.catchClause.variableDeclaration.name);
        this.statement(node.catchClause.block);
      }
      if (node.finallyBlock) this.statement(node.finallyBlock);
    });
  }

  /** A class whose definition runs no code: no heritage, no static parts, no computed names, no decorators. */
  #isQuietClass(node: ts.ClassDeclaration): boolean {
    const { ts } = this;
    if (
      node.heritageClauses?.some(
        (clause) => clause.token === ts.SyntaxKind.ExtendsKeyword && !this.#isPlainHeritage(clause),
      )
    )
      return false;
    if (ts.getDecorators(node)?.length) return false;
    return node.members.every((member) => {
      if (ts.isClassStaticBlockDeclaration(member)) return false;
      if (member.name && ts.isComputedPropertyName(member.name)) return false;
      if (ts.canHaveDecorators(member) && ts.getDecorators(member)?.length) return false;
      const isStatic =
        ts.canHaveModifiers(member) &&
        ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
      return !isStatic || !ts.isPropertyDeclaration(member);
    });
  }

  #isPlainHeritage(clause: ts.HeritageClause): boolean {
    return clause.types.every(
      (type) => this.ts.isIdentifier(type.expression) && /Error$/.test(type.expression.text),
    );
  }
}
