import type ts from "typescript";
import type { DeclaredTool } from "../model/workflow.js";
import type { Parser } from "../syntax/parser.js";
import type { CalleeSource } from "../syntax/view.js";

/** What the file itself says of a `callTool` that its host has. */
export function readDeclaredTool(
  parser: Parser,
  file: ts.SourceFile,
  source: CalleeSource | undefined,
): DeclaredTool | undefined {
  if (source?.kind !== "global") return undefined;
  const names = source.declared ?? globalNames(parser, file);
  const last = names.at(-1);
  const statement = last && statementOf(parser, last);
  if (!statement) return undefined;
  const signatures = names.map((name) => signatureOf(parser, name.parent));
  return {
    lead: /(?:^|[\r\n])([ \t]*)$/.exec(file.text.slice(statement.pos, statement.getStart(file)))?.[1],
    end: statement.end,
    isGlobalBlock: source.declared === undefined,
    answersAny: signatures.every(
      (signature) =>
        signature &&
        !signature.typeParameters &&
        /^(Promise\s*<\s*any\s*>|any)$/.test(signature.type?.getText(file) ?? ""),
    ),
    isGeneric: signatures.some((signature) => !signature || signature.typeParameters !== undefined),
  };
}

/** The names of `callTool` in `declare global { … }`. */
function globalNames({ ts }: Parser, file: ts.SourceFile): ts.Identifier[] {
  return file.statements
    .filter((node) => ts.isModuleDeclaration(node) && (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0)
    .flatMap((node) =>
      ts.isModuleDeclaration(node) && node.body && ts.isModuleBlock(node.body)
        ? [...node.body.statements]
        : [],
    )
    .flatMap((node): readonly (ts.Node | undefined)[] =>
      ts.isFunctionDeclaration(node)
        ? [node.name]
        : ts.isVariableStatement(node)
          ? node.declarationList.declarations.map(({ name }) => name)
          : [],
    )
    .filter(
      (name): name is ts.Identifier =>
        name !== undefined && ts.isIdentifier(name) && name.text === "callTool",
    );
}

function statementOf({ ts }: Parser, name: ts.Node): ts.Statement | undefined {
  let up = name.parent;
  while (up && !ts.isStatement(up)) up = up.parent;
  return up;
}

/** The signature that a function or constant without a body is declared with. */
export function signatureOf({ ts }: Parser, declaration: ts.Node): ts.SignatureDeclaration | undefined {
  if (ts.isFunctionDeclaration(declaration)) return declaration;
  const type = ts.isVariableDeclaration(declaration) ? declaration.type : undefined;
  return type && ts.isFunctionTypeNode(type) ? type : undefined;
}
