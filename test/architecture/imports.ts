import type { SourceFile } from './source-files';
import { isNode, lineAt, nodesOf, parse, type SyntaxNode } from './syntax-tree';

/** One place where a file names another module. */
export interface ModuleReference {
  /** What is named; null when it is computed, so that nobody can know before it runs. */
  readonly specifier: string | null;
  /** True when it leaves nothing behind at run time. */
  readonly isTypeOnly: boolean;
  readonly line: number;
}

/**
 * Every module that a file names: imports, re-exports, dynamic imports, `require`, and types written as `import('x')`.
 */
export function referencesOf(file: SourceFile): ModuleReference[] {
  const references: ModuleReference[] = [];
  for (const node of nodesOf(parse(file).program)) {
    const source = sourceNodeOf(node);
    if (source === null) continue;
    references.push({
      specifier: isNode(source) && typeof source.value === 'string' ? source.value : null,
      isTypeOnly: node.importKind === 'type' || node.exportKind === 'type' || node.type === 'TSImportType',
      line: lineAt(file.text, node.start),
    });
  }
  return references;
}

/** What a node imports from, null when it is no import. */
function sourceNodeOf(node: SyntaxNode): unknown {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node.source;
    case 'ExportNamedDeclaration':
      return node.source ?? null;
    case 'TSExternalModuleReference':
      return node.expression;
    case 'CallExpression': {
      const callee = node.callee;
      const isRequire = isNode(callee) && callee.type === 'Identifier' && callee.name === 'require';
      return isRequire && Array.isArray(node.arguments) ? node.arguments[0] : null;
    }
    default:
      return null;
  }
}
