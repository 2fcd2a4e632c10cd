import type { SourceFile } from './source-files';
import { type Comment, isNode, lineAt, nodesOf, parse, type SyntaxNode } from './syntax-tree';

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const PASCAL = /^[A-Z][A-Za-z0-9]*$/;
const HOOK = /^use[A-Z][A-Za-z0-9]*$/;
const LOCALE = /^[a-z]{2}(-[A-Z]{2})?$/;
const SAYS_NOTHING = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'managers', 'misc']);

/** Longest file without a word about why, and longest of all but tables of data. */
const LONG = 300;
const LONGEST = 500;

/**
 * Names: folders and modules kebab-case, React components PascalCase.tsx, React hooks useThis.ts like the hook itself,
 * no word that says nothing.
 * @returns what is wrong, null when nothing is
 */
export function nameProblem(file: SourceFile): string | null {
  const { path } = file;
  const folders = path.split('/');
  const [stem = '', ...suffixes] = (folders.pop() ?? '').split('.');
  for (const word of [...folders, stem].flatMap((part) => part.split('-'))) {
    if (SAYS_NOTHING.has(word.toLowerCase())) return `${path}: "${word}" does not say what it holds`;
  }
  const oddFolder = folders.find((part) => !KEBAB.test(part));
  if (oddFolder !== undefined) return `${path}: the folder "${oddFolder}" is not kebab-case`;
  if (suffixes.at(-1) === 'tsx' && PASCAL.test(stem)) return null;
  if (path.startsWith('src/renderer/') && HOOK.test(stem)) return null;
  if (!KEBAB.test(stem) && !LOCALE.test(stem)) return `${path}: the file is not kebab-case`;
  if (suffixes.join('.') !== 'tsx') return null;
  const component = exportedNames(file).find((name) => PASCAL.test(name));
  return component === undefined ? null : `${path}: the component ${component} belongs into ${component}.tsx`;
}

/**
 * Length: over 300 lines a comment in the first 20 says "Long because …"; over 500 it is a "Table of …".
 */
export function lengthProblem({ path, text }: SourceFile): string | null {
  const lines = text.trimEnd().split('\n').length;
  if (lines <= LONG) return null;
  const head = text
    .split('\n')
    .slice(0, 20)
    .filter((line) => /^\s*(\/\*|\*|\/\/)/.test(line))
    .join('\n');
  if (/\bTable of \w/.test(head)) return null;
  if (lines > LONGEST) return `${path}: ${lines} lines; only a "Table of …" may have more than ${LONGEST}`;
  return /\bLong because \w/.test(head)
    ? null
    : `${path}: ${lines} lines; split it, or say "Long because …" at its head`;
}

/** Every exported function and class has a docstring right before it. */
export function docstringProblems(file: SourceFile): string[] {
  const { program, comments } = parse(file);
  const problems: string[] = [];
  const documented = new Set<string>();
  for (const statement of statementsOf(program)) {
    const name = exportedCallable(statement);
    if (name === null) continue;
    // One docstring serves all overloads of a function.
    if (hasDocstring(file.text, statement, comments)) documented.add(name);
    else if (!documented.has(name))
      problems.push(`${file.path}:${lineAt(file.text, statement.start)}: ${name} has no docstring`);
  }
  return problems;
}

function exportedNames(file: SourceFile): string[] {
  return statementsOf(parse(file).program).flatMap((statement) => exportedCallable(statement) ?? []);
}

function statementsOf(program: SyntaxNode): SyntaxNode[] {
  const body = program.body;
  return Array.isArray(body) ? body.filter(isNode) : [];
}

/** The name of an exported function, class, or constant that holds a function; null for anything else. */
function exportedCallable(statement: SyntaxNode): string | null {
  if (statement.type !== 'ExportNamedDeclaration' && statement.type !== 'ExportDefaultDeclaration') return null;
  const declaration = statement.declaration;
  if (!isNode(declaration)) return null;
  const callables = [
    'FunctionDeclaration',
    'TSDeclareFunction',
    'ClassDeclaration',
    'ArrowFunctionExpression',
    'FunctionExpression',
  ];
  if (callables.includes(declaration.type)) return nameOf(declaration) ?? 'the default export';
  if (declaration.type !== 'VariableDeclaration' || !Array.isArray(declaration.declarations)) return null;
  for (const variable of declaration.declarations.filter(isNode)) {
    if (isNode(variable.init) && callables.includes(variable.init.type)) return nameOf(variable);
  }
  return null;
}

function nameOf(node: SyntaxNode): string | null {
  const id = node.id;
  return isNode(id) && typeof id.name === 'string' ? id.name : null;
}

function hasDocstring(text: string, statement: SyntaxNode, comments: readonly Comment[]): boolean {
  return comments.some((comment) => {
    if (comment.type !== 'Block' || !comment.value.startsWith('*') || comment.end > statement.start) return false;
    const between = text.slice(comment.end, statement.start).replace(/\/\/.*$/gm, '');
    return between.trim() === '' && /\w/.test(comment.value);
  });
}

/** Calls of `console`: the engine has its logger, the renderer shows what a person must know. */
export function consoleProblems(file: SourceFile): string[] {
  const calls: string[] = [];
  for (const node of nodesOf(parse(file).program)) {
    const object = node.object;
    if (
      node.type === 'MemberExpression' &&
      isNode(object) &&
      object.type === 'Identifier' &&
      object.name === 'console'
    ) {
      calls.push(`${file.path}:${lineAt(file.text, node.start)}: console is used`);
    }
  }
  return calls;
}

/** Ways around the type checker and notes for later, in code or comments. */
export function shortcutProblems({ path, text }: SourceFile): string[] {
  const shortcuts = [
    /\bas unknown as\b/,
    /@ts-(ignore|expect-error|nocheck)\b/,
    /\b(TODO|FIXME|XXX|HACK)\b/,
    /\b(it|test|describe)\.(only|todo|fixme)\(/,
    // a test may say that this machine lacks what it needs: a condition and a reason, never a test that is just left out
    /\b(it|test|describe)\.skip\(\s*(['"`(]|async\b|function\b|true\b|\))/,
  ];
  return text
    .split('\n')
    .flatMap((line, index) =>
      shortcuts.some((shortcut) => shortcut.test(line)) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
    );
}

/** HTML from strings in the renderer: what customers write is shown as text. */
export function rawHtmlProblems(file: SourceFile): string[] {
  const names = new Set(['dangerouslySetInnerHTML', 'innerHTML', 'outerHTML', 'insertAdjacentHTML']);
  const found: string[] = [];
  for (const node of nodesOf(parse(file).program)) {
    const isName = (node.type === 'Identifier' || node.type === 'JSXIdentifier') && typeof node.name === 'string';
    if (isName && names.has(String(node.name)))
      found.push(`${file.path}:${lineAt(file.text, node.start)}: ${String(node.name)}`);
  }
  return found;
}
