import { describe, expect, it } from 'vitest';
import {
  consoleProblems,
  docstringProblems,
  lengthProblem,
  nameProblem,
  rawHtmlProblems,
  shortcutProblems,
} from './house-rules';
import { sourceFilesBelow } from './source-files';

const SOURCES = sourceFilesBelow('src');
const EVERYTHING = [...SOURCES, ...sourceFilesBelow('scripts', 'test')];
const below = (folder: string) => SOURCES.filter((file) => file.path.startsWith(folder));
const lines = (count: number): string => 'x;\n'.repeat(count);

describe('names of files', () => {
  it('are kebab-case, components PascalCase, and say what is in them', () => {
    expect(EVERYTHING.map(nameProblem).filter((problem) => problem !== null)).toEqual([]);
  });

  it.each([
    'src/main/appWindow.ts',
    'src/main/useWindow.ts',
    'src/Main/window.ts',
    'src/renderer/chat-thread.tsx',
    'src/engine/utils/text.ts',
    'src/engine/sync-manager.ts',
    'src/engine/string-helpers.ts',
    'test/common.test.ts',
  ])('refuses %s', (path) =>
    expect(nameProblem({ path, text: 'export function Thread() { return <p />; }' })).not.toBeNull(),
  );

  it.each([
    'src/main/app-window.ts',
    'src/renderer/ChatThread.tsx',
    'src/renderer/main.tsx',
    'src/renderer/show-problem.tsx',
    'src/renderer/useThread.ts',
    'src/renderer/i18n/zh-TW.ts',
    'test/e2e/first-start.e2e.ts',
    'src/renderer/env.d.ts',
    'src/engine/storage/migrations/0001-first.ts',
  ])('accepts %s', (path) => expect(nameProblem({ path, text: 'export const x = 1;' })).toBeNull());
});

describe('length of files', () => {
  it('stays within 300 lines, or its head says why', () => {
    const checked = EVERYTHING.filter((file) => !file.path.startsWith('test/') || file.text.split('\n').length > 500);
    expect(checked.map(lengthProblem).filter((problem) => problem !== null)).toEqual([]);
  });

  it('refuses a long file without a word, and a very long one with any word but a table', () => {
    expect(lengthProblem({ path: 'a.ts', text: lines(300) })).toBeNull();
    expect(lengthProblem({ path: 'a.ts', text: lines(301) })).toContain('301 lines');
    expect(lengthProblem({ path: 'a.ts', text: `/** Long because one state machine. */\n${lines(400)}` })).toBeNull();
    expect(lengthProblem({ path: 'a.ts', text: `/** Long because one state machine. */\n${lines(600)}` })).toContain(
      'only a "Table of',
    );
    expect(lengthProblem({ path: 'a.ts', text: `/** Table of names. */\n${lines(600)}` })).toBeNull();
    expect(lengthProblem({ path: 'a.ts', text: `${lines(400)}// Long because it is\n` })).not.toBeNull();
  });
});

describe('docstrings', () => {
  it('stand before every exported function and class of src', () => {
    expect(SOURCES.flatMap(docstringProblems)).toEqual([]);
  });

  it.each([
    'export function run() {}',
    'export default function run() {}',
    'export class Runner {}',
    'export const run = () => 1;',
    'export async function* run() {}',
    '/* no docstring */\nexport function run() {}',
    '/** far away */\nconst x = 1;\nexport function run() { return x; }',
    '/** */\nexport function run() {}',
  ])('are missed in: %s', (text) => expect(docstringProblems({ path: 'a.ts', text })).toHaveLength(1));

  it('are not asked of types, constants and what stays inside, and serve all overloads at once', () => {
    const text = `
      export type A = string; export interface B { a: A } export const c = 1; function inside() { return c; } export { inside };
      /** Doubles. */
      export function twice(a: string): string;
      export function twice(a: number): number;
      export function twice(a: unknown): unknown { return a; }
      /** Runs. */
      // biome-ignore lint: reason
      export const run = () => 1;`;
    expect(docstringProblems({ path: 'a.ts', text })).toEqual([]);
  });
});

describe('output and shortcuts', () => {
  it('the engine and the renderer never write to the console', () => {
    expect([...below('src/engine/'), ...below('src/renderer/')].flatMap(consoleProblems)).toEqual([]);
    expect(
      consoleProblems({ path: 'a.ts', text: 'console.log(1); const x = "console.log"; // console.log' }),
    ).toHaveLength(1);
  });

  it('nobody steps around the type checker, leaves work for later or narrows the tests', () => {
    const own = 'test/architecture/house-rules';
    expect(EVERYTHING.filter((file) => !file.path.startsWith(own)).flatMap(shortcutProblems)).toEqual([]);
    const each = [
      'const a = b as unknown as C;',
      '// @ts-ignore',
      '// @ts-expect-error: why',
      '// TODO later',
      "it.only('x')",
      "test.skip('x')",
    ];
    for (const text of each) expect(shortcutProblems({ path: 'a.ts', text })).toHaveLength(1);
  });

  it('the renderer makes no HTML from strings', () => {
    expect(below('src/renderer/').flatMap(rawHtmlProblems)).toEqual([]);
    const each = [
      'export const a = <p dangerouslySetInnerHTML={{ __html: x }} />;',
      'node.innerHTML = text;',
      "node.insertAdjacentHTML('beforeend', text);",
    ];
    for (const text of each) expect(rawHtmlProblems({ path: 'a.tsx', text })).toHaveLength(1);
  });
});
