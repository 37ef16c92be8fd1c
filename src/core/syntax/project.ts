import type ts from "typescript";
import type { Options } from "../model/options.js";
import { readBindings, type Bindings } from "./bindings.js";
import { LocalFunctions, type LocalFunction } from "./functions.js";
import { parse, parseFaults, type Parser } from "./parser.js";
import type { SyntaxView } from "./view.js";

/** A module of the project that a file imports, as far as its functions are concerned. */
export interface ProjectFile {
  readonly file: ts.SourceFile;
  readonly bindings: Bindings;
  readonly functions: LocalFunctions;
}

/** Modules may pass each other's exports on in a circle. */
const deepest = 8;

/** The functions that a file imports from its own project, found without a type checker; each module is read once. */
export class Project {
  readonly #parser: Parser;
  readonly #moduleAt: Options["moduleAt"];
  readonly #read: (module: ProjectFile) => SyntaxView;
  readonly #files = new Map<string, ProjectFile | undefined>();
  readonly #views = new Map<ts.SourceFile, SyntaxView>();
  readonly #byFile = new Map<ts.SourceFile, ProjectFile>();

  /** `read` finds the calls of a module. */
  constructor(parser: Parser, moduleAt: Options["moduleAt"], read: (module: ProjectFile) => SyntaxView) {
    this.#parser = parser;
    this.#moduleAt = moduleAt;
    this.#read = read;
  }

  moduleOf(file: ts.SourceFile): ProjectFile | undefined {
    return this.#byFile.get(file);
  }

  viewOf(module: ProjectFile): SyntaxView {
    const known = this.#views.get(module.file);
    if (known) return known;
    const view = this.#read(module);
    this.#views.set(module.file, view);
    return view;
  }

  /** Whether a module is one of the project. */
  has(specifier: string, importer: string): boolean {
    return this.#module(specifier, importer) !== undefined;
  }

  /** The function that an imported name stands for: `name` is what its module calls it, `*` for all of the module. */
  functionOf(specifier: string, name: string, importer: string, depth = 0): LocalFunction | undefined {
    const module = depth > deepest ? undefined : this.#module(specifier, importer);
    return module && this.#exported(module, name, depth);
  }

  #module(specifier: string, importer: string): ProjectFile | undefined {
    const found = this.#moduleAt(specifier, importer);
    if (!found) return undefined;
    if (this.#files.has(found.fileName)) return this.#files.get(found.fileName);
    const file = parse(this.#parser, found.text, found.fileName);
    const isSound = parseFaults(this.#parser, file).length === 0;
    const module = isSound ? this.#open(file) : undefined;
    this.#files.set(found.fileName, module);
    return module;
  }

  #open(file: ts.SourceFile): ProjectFile {
    const bindings = readBindings(this.#parser, file);
    const module = { file, bindings, functions: new LocalFunctions(this.#parser, bindings, file, this) };
    this.#byFile.set(file, module);
    return module;
  }

  #exported(module: ProjectFile, name: string, depth: number): LocalFunction | undefined {
    const { ts } = this.#parser;
    const { file, functions } = module;
    const behindStars = new Set<LocalFunction>();
    for (const statement of file.statements) {
      if (ts.isExportDeclaration(statement)) {
        const from =
          statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier)
            ? statement.moduleSpecifier.text
            : undefined;
        const { exportClause } = statement;
        if (!exportClause && from !== undefined && name !== "default") {
          const found = this.functionOf(from, name, file.fileName, depth + 1);
          if (found) behindStars.add(found);
        } else if (exportClause && ts.isNamedExports(exportClause)) {
          const element = exportClause.elements.find((one) => one.name.text === name);
          if (!element) continue;
          const inner = element.propertyName ?? element.name;
          if (from !== undefined) return this.functionOf(from, inner.text, file.fileName, depth + 1);
          const local = module.bindings.all.find((one) => one.name === inner.text && one.owner === file);
          return local?.declarations[0] && functions.namedFunction(local.declarations[0]);
        }
      } else if (ts.isExportAssignment(statement)) {
        if (name === "default" && !statement.isExportEquals) return functions.givenBy(statement.expression);
      } else if (ts.isFunctionDeclaration(statement) && isExported(ts, statement)) {
        const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
        if (isDefault ? name === "default" : statement.name?.text === name)
          return functions.declaredFunction(statement);
      } else if (ts.isVariableStatement(statement) && isExported(ts, statement)) {
        for (const declaration of statement.declarationList.declarations)
          if (ts.isIdentifier(declaration.name) && declaration.name.text === name)
            return functions.namedFunction(declaration.name);
      }
    }
    // What the module exports itself comes before what others do: `export const { get } = api;`
    if (module.bindings.all.some((one) => one.name === name && one.owner === file && one.exported))
      return undefined;
    // A name that two modules export is not exported by the one that exports all of both.
    return behindStars.size === 1 ? [...behindStars][0] : undefined;
  }
}

function isExported(
  typescript: typeof ts,
  statement: ts.FunctionDeclaration | ts.VariableStatement,
): boolean {
  return hasModifier(statement, typescript.SyntaxKind.ExportKeyword);
}

function hasModifier(
  { modifiers }: ts.FunctionDeclaration | ts.VariableStatement,
  wanted: ts.SyntaxKind,
): boolean {
  return modifiers?.some(({ kind }) => kind === wanted) ?? false;
}
