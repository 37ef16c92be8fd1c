import ts from "typescript";
import type { Environment } from "./environment.js";
import { globalNames } from "./environment.js";

/** A program, ready to be run any number of times. */
export interface CompiledProgram {
  readonly fileName: string;
  /** Makes the program's own variables, and starts it. */
  readonly start: (environment: Environment) => Promise<unknown>;
  /** Top-level names that are exported, by the name that importers see. */
  readonly exported: readonly string[];
  /**
   * Whether a `try` calls an asynchronous function of the file. A failure may then leave that function, with the freedom that
   * the contract gives to its log lines, and still be handled by the program.
   */
  readonly catchesFromFunctions: boolean;
}

type AsyncBody = (environment: Environment, ...globals: unknown[]) => () => Promise<unknown>;

/** Makes a program executable: types stripped, imports and exports turned into bindings of the environment. */
export function compileProgram(source: string, fileName = "workflow.ts"): CompiledProgram {
  const { tree, text, declared } = parseWithoutTypes(blankPrologue(source), fileName);
  const edits = new ProgramEdits(tree);
  const names = [...new Set([...globalNames, ...edits.externalFunctions, ...declared])];
  const body = edits.apply(text);
  const strict = edits.isModule ? '"use strict";' : "";
  const create = new Function("__env", ...names, `${strict} return async () => {${body}\n};`) as AsyncBody;
  return {
    fileName,
    start: (environment) => create(environment, ...names.map((name) => environment.global(name)))(),
    exported: [...edits.exported.keys()],
    catchesFromFunctions: edits.catchesFromFunctions,
  };
}

/** A byte order mark and a `#!` line are not part of a function's body. */
function blankPrologue(source: string): string {
  return source.replace(/^\uFEFF/, "").replace(/^#!/, "//");
}

interface PlainProgram {
  readonly tree: ts.SourceFile;
  readonly text: string;
  /** Names that the program says its host has: `declare function track(event: string): void`. */
  readonly declared: readonly string[];
}

function parseWithoutTypes(source: string, fileName: string): PlainProgram {
  const withMarkup = /x$/.test(fileName);
  const tree = parse(source, withMarkup);
  if (!usesTypes(tree)) return { tree, text: source, declared: [] };
  const declared = tree.statements
    .filter((node) => hasModifier(node, ts.SyntaxKind.DeclareKeyword))
    .flatMap(declaredNames);
  const text = ts.transpileModule(source, {
    fileName: withMarkup ? "program.tsx" : "program.ts",
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.Preserve,
      verbatimModuleSyntax: true,
      jsx: ts.JsxEmit.React,
      jsxFactory: "__env.element",
      jsxFragmentFactory: "__env.fragment",
    },
  }).outputText;
  return { tree: parse(text, false), text, declared };
}

function parse(text: string, withMarkup: boolean): ts.SourceFile {
  const kind = withMarkup ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile("program.ts", text, ts.ScriptTarget.ESNext, true, kind);
  const [problem] = (tree as unknown as { parseDiagnostics: readonly ts.Diagnostic[] }).parseDiagnostics;
  if (problem !== undefined) {
    const { line, character } = tree.getLineAndCharacterOfPosition(problem.start ?? 0);
    const message = ts.flattenDiagnosticMessageText(problem.messageText, " ");
    throw new SyntaxError(`${line + 1}:${character + 1} ${message}`);
  }
  return tree;
}

const typeOnlyKinds: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.EnumDeclaration,
  ts.SyntaxKind.ModuleDeclaration,
  ts.SyntaxKind.AsExpression,
  ts.SyntaxKind.SatisfiesExpression,
  ts.SyntaxKind.NonNullExpression,
  ts.SyntaxKind.DeclareKeyword,
  ts.SyntaxKind.PrivateKeyword,
  ts.SyntaxKind.PublicKeyword,
  ts.SyntaxKind.ProtectedKeyword,
  ts.SyntaxKind.ReadonlyKeyword,
  ts.SyntaxKind.AbstractKeyword,
  ts.SyntaxKind.ImportEqualsDeclaration,
  ts.SyntaxKind.ExportAssignment,
  ts.SyntaxKind.Decorator,
]);

/**
 * Whether the text is not JavaScript as it stands. `f<T>(x)` would even run, as two comparisons, so that trying it is no test.
 */
function usesTypes(tree: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean => {
    if (node.kind >= ts.SyntaxKind.FirstTypeNode && node.kind <= ts.SyntaxKind.LastTypeNode) return true;
    if (node.kind >= ts.SyntaxKind.JsxElement && node.kind <= ts.SyntaxKind.JsxNamespacedName) return true;
    if (ts.isExportAssignment(node))
      return node.isExportEquals === true || ts.forEachChild(node, visit) === true;
    if (typeOnlyKinds.has(node.kind)) return true;
    if (node.kind >= ts.SyntaxKind.AnyKeyword && isTypeKeyword(node.kind)) return true;
    if (ts.isParameter(node) && node.questionToken !== undefined) return true;
    if (
      (ts.isImportClause(node) || ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) &&
      isTypeOnly(node)
    )
      return true;
    if (ts.isExportDeclaration(node) && node.isTypeOnly) return true;
    if (ts.isPropertyDeclaration(node) && (node.questionToken ?? node.exclamationToken) !== undefined)
      return true;
    return ts.forEachChild(node, visit) === true;
  };
  return visit(tree);
}

function isTypeOnly(node: ts.ImportClause | ts.ImportSpecifier | ts.ExportSpecifier): boolean {
  return ts.isImportClause(node) ? node.phaseModifier === ts.SyntaxKind.TypeKeyword : node.isTypeOnly;
}

const typeKeywords: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AnyKeyword,
  ts.SyntaxKind.UnknownKeyword,
  ts.SyntaxKind.NeverKeyword,
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.BigIntKeyword,
  ts.SyntaxKind.ObjectKeyword,
  ts.SyntaxKind.SymbolKeyword,
  ts.SyntaxKind.UndefinedKeyword,
]);

function isTypeKeyword(kind: ts.SyntaxKind): boolean {
  return typeKeywords.has(kind);
}

interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Collects what must change in a program's text so that it can be the body of a function. */
class ProgramEdits {
  readonly edits: TextEdit[] = [];
  /** Statements that stand before the program: imports are hoisted. */
  private readonly imports: string[] = [];
  private readonly bindings = new Set<string>();
  /** Exported name → expression that reads it. */
  readonly exported = new Map<string, string>();
  /** Free functions of the convention `external_*`. */
  readonly externalFunctions = new Set<string>();
  readonly isModule: boolean;
  catchesFromFunctions = false;
  /** Functions that the top level itself calls: nobody needs to call them again. */
  private readonly calledAtTop = new Set<string>();
  private readonly asyncFunctions = new Set<string>();
  private bareFunction = false;

  constructor(tree: ts.SourceFile) {
    this.isModule = tree.statements.some(
      (node) =>
        ts.isImportDeclaration(node) ||
        ts.isExportDeclaration(node) ||
        ts.isExportAssignment(node) ||
        isExported(node),
    );
    this.findAsyncFunctions(tree);
    for (const statement of tree.statements) this.readStatement(statement);
    for (const statement of tree.statements) this.visit(statement, true);
    const [only, ...others] = tree.statements.filter(
      (node) => !ts.isEmptyStatement(node) && !isDirective(node),
    );
    if (others.length === 0 && only !== undefined && ts.isExpressionStatement(only))
      this.readBareFunction(only);
  }

  apply(text: string): string {
    const ordered = this.edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
    let body = "";
    let position = 0;
    for (const edit of ordered) {
      body += text.slice(position, edit.start) + edit.text;
      position = edit.end;
    }
    body += text.slice(position);
    const getters = (entries: Iterable<readonly [string, string]>): string =>
      [...entries].map(([name, expression]) => `${JSON.stringify(name)}: () => ${expression}`).join(", ");
    const read = new Set(this.exported.values());
    const bindings = getters(
      [...this.bindings].filter((name) => !read.has(name)).map((name) => [name, name] as const),
    );
    const head = `__env.declare({${getters(this.exported)}}, {${bindings}}); ${this.imports.join(" ")}`;
    return `${head}${body}\n;return __env.enter(${this.entry()});`;
  }

  /** The program's main function, unless the program calls it itself. */
  private entry(): string {
    if (this.bareFunction) return "__bare";
    const callable = (name: string): string | undefined =>
      this.calledAtTop.has(name) ? '"called"' : this.bindings.has(name) ? name : undefined;
    const main = callable("main");
    if (main !== undefined) return main;
    const chosen =
      this.exported.get("default") ?? (this.exported.size === 1 ? [...this.exported.values()][0] : undefined);
    return chosen === undefined ? "undefined" : (callable(chosen) ?? chosen);
  }

  private edit(start: number, end: number, text: string): void {
    this.edits.push({ start, end, text });
  }

  private readBareFunction(statement: ts.ExpressionStatement): void {
    let expression: ts.Expression = statement.expression;
    while (ts.isParenthesizedExpression(expression)) expression = expression.expression;
    if (!ts.isArrowFunction(expression) && !ts.isFunctionExpression(expression)) return;
    this.bareFunction = true;
    this.edit(statement.expression.getStart(), statement.expression.getStart(), "const __bare = ");
  }

  private readStatement(node: ts.Statement): void {
    if (ts.isImportDeclaration(node)) return this.readImport(node);
    if (ts.isExportDeclaration(node)) return this.readExportList(node);
    if (ts.isExportAssignment(node)) {
      this.exported.set("default", "__env.exports.default");
      return this.edit(node.getStart(), node.expression.getStart(), "__env.exports.default = ");
    }
    const names = declaredNames(node);
    for (const name of names) this.bindings.add(name);
    if (!isExported(node)) return;
    const modifiers = (ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined) ?? [];
    const dropped = modifiers.filter(
      ({ kind }) => kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword,
    );
    const isDefault = dropped.length === 2;
    if (isDefault && names.length === 0) {
      this.exported.set("default", "__env.exports.default");
      this.edit(dropped[0]!.getStart(), dropped[1]!.end, "__env.exports.default =");
      return this.edit(node.end, node.end, ";");
    }
    for (const name of names) this.exported.set(isDefault ? "default" : name, name);
    this.edit(dropped[0]!.getStart(), dropped.at(-1)!.end, "");
  }

  private readImport(node: ts.ImportDeclaration): void {
    const module = `__env.module(${node.moduleSpecifier.getText()})`;
    this.edit(node.getStart(), node.end, "");
    const clause = node.importClause;
    if (clause === undefined) return;
    if (clause.name) this.imports.push(`const ${clause.name.text} = ${module}.default;`);
    const named = clause.namedBindings;
    if (named === undefined) return;
    if (ts.isNamespaceImport(named)) return void this.imports.push(`const ${named.name.text} = ${module};`);
    const parts = named.elements.map((element) =>
      element.propertyName ? `${element.propertyName.getText()}: ${element.name.text}` : element.name.text,
    );
    this.imports.push(`const {${parts.join(", ")}} = ${module};`);
  }

  private readExportList(node: ts.ExportDeclaration): void {
    this.edit(node.getStart(), node.end, "");
    if (node.moduleSpecifier !== undefined || !node.exportClause || !ts.isNamedExports(node.exportClause))
      return;
    for (const element of node.exportClause.elements) {
      this.exported.set(element.name.text, (element.propertyName ?? element.name).getText());
    }
  }

  private findAsyncFunctions(node: ts.Node): void {
    const name = ts.isFunctionLike(node) && isAsync(node) ? nameOfFunction(node) : undefined;
    if (name !== undefined) this.asyncFunctions.add(name);
    ts.forEachChild(node, (child) => this.findAsyncFunctions(child));
  }

  private visit(node: ts.Node, atTop: boolean): void {
    if (ts.isCatchClause(node)) this.noteHandler(node);
    if (ts.isTryStatement(node) && this.callsAsyncFunction(node.tryBlock)) this.catchesFromFunctions = true;
    if (ts.isCallExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
        this.edit(node.expression.getStart(), node.expression.end, "__env.importing");
      } else if (atTop && ts.isIdentifier(node.expression)) {
        this.calledAtTop.add(node.expression.text);
      }
    }
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      this.edit(node.getStart(), node.end, "__env.meta");
    }
    if (ts.isIdentifier(node) && node.text.startsWith("external_")) this.externalFunctions.add(node.text);
    const inside = atTop && !ts.isFunctionLike(node);
    ts.forEachChild(node, (child) => this.visit(child, inside));
  }

  /** A handler tells that it was entered, and with which error, if it names it. */
  private noteHandler({ variableDeclaration, block }: ts.CatchClause): void {
    const start = block.getStart();
    if (variableDeclaration === undefined)
      return this.edit(start, start + 1, "(__error) {__env.caught(__error);");
    const error = ts.isIdentifier(variableDeclaration.name) ? variableDeclaration.name.text : "";
    this.edit(start, start + 1, `{__env.caught(${error});`);
  }

  private callsAsyncFunction(node: ts.Node): boolean {
    const visit = (inner: ts.Node): boolean => {
      if (ts.isFunctionLike(inner)) return isAsync(inner);
      if (ts.isCallExpression(inner)) {
        const callee = inner.expression;
        const name = ts.isIdentifier(callee)
          ? callee.text
          : ts.isPropertyAccessExpression(callee)
            ? callee.name.text
            : "";
        if (this.asyncFunctions.has(name)) return true;
      }
      return ts.forEachChild(inner, visit) === true;
    };
    return visit(node);
  }
}

function isDirective(node: ts.Statement): boolean {
  return ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);
}

function isAsync(node: ts.SignatureDeclaration): boolean {
  return (
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true
  );
}

function nameOfFunction(node: ts.SignatureDeclaration): string | undefined {
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
    ? parent.name.getText()
    : undefined;
}

function isExported(node: ts.Statement): boolean {
  return hasModifier(node, ts.SyntaxKind.ExportKeyword);
}

function hasModifier(node: ts.Statement, modifier: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === modifier) === true;
}

function declaredNames(node: ts.Statement): string[] {
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  if ((ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && node.name) return [node.name.text];
  return [];
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}
