import { posix } from 'node:path';
import { IMPORT_RULES, type ImportRule } from './import-rules';
import { type ModuleReference, referencesOf } from './imports';
import type { SourceFile } from './source-files';

/** An import that the table does not allow, as one readable line. */
export type Breach = string;

/**
 * Checks files against the table of import rules.
 * @param files what is checked
 * @param known paths of all files, to tell a folder (its index) from a file
 */
export function checkImports(files: readonly SourceFile[], known: ReadonlySet<string>): Breach[] {
  return files.flatMap((file) => {
    const rule = ruleFor(file.path);
    if (rule === undefined) return [`${file.path}: no row of the import table covers it`];
    return referencesOf(file).flatMap((reference) => {
      const problem = problemOf(file.path, reference, rule, known);
      return problem === null ? [] : [`${file.path}:${reference.line}: ${rule.part} may not import ${problem}`];
    });
  });
}

/** The row that a file belongs to. */
export function ruleFor(path: string): ImportRule | undefined {
  return IMPORT_RULES.find((rule) => fits(path, rule.files));
}

function problemOf(
  from: string,
  reference: ModuleReference,
  rule: ImportRule,
  known: ReadonlySet<string>,
): string | null {
  const { specifier, isTypeOnly } = reference;
  if (specifier === null) return rule.mayComputeNames === true ? null : 'a computed name, which nobody can check';
  const isOwn = specifier.startsWith('.');
  const target = isOwn ? ownTarget(from, specifier, known) : (specifier.split('?')[0] ?? specifier);
  const always = isOwn ? rule.own : rule.packages;
  const types = (isOwn ? rule.ownTypes : rule.packageTypes) ?? [];
  const capability = posix.dirname(from).split('/').slice(0, 3).join('/');
  const allows = (pattern: string): boolean => fits(target, pattern.replace('src/engine/<same>', capability));
  if (always.some(allows) || (isTypeOnly && types.some(allows))) return null;
  return types.some(allows) ? `${target} except for its types` : target;
}

/** The imported file from the root, without extension and query; a folder stands for its index. */
function ownTarget(from: string, specifier: string, known: ReadonlySet<string>): string {
  const path = posix.join(posix.dirname(from), specifier.split('?')[0] ?? specifier);
  if (known.has(`${path}.ts`) || known.has(`${path}.tsx`)) return path;
  if (known.has(`${path}/index.ts`) || known.has(`${path}/index.tsx`)) return `${path}/index`;
  return path.replace(/\.(ts|tsx|mjs|js)$/, '');
}

function fits(path: string, pattern: string): boolean {
  let expression = pattern.replace(/[.+^$()|[\]\\]/g, '\\$&');
  expression = expression.replace(/\{([^}]*)\}/g, (_, list: string) => `(?:${list.split(',').join('|')})`);
  expression = expression.replace(/\*\*|\*/g, (star) => (star === '**' ? '.+' : '[^/]+'));
  return new RegExp(`^${expression}$`).test(path);
}
