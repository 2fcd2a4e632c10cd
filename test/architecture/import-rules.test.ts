import { describe, expect, it } from 'vitest';
import { checkImports, ruleFor } from './import-check';
import { IMPORT_RULES } from './import-rules';
import { referencesOf } from './imports';
import { sourceFilesBelow } from './source-files';

const FILES = sourceFilesBelow('src', 'scripts');
const KNOWN = new Set(FILES.map((file) => file.path));

describe('who may import whom', () => {
  it('holds for every file of src and scripts', () => {
    expect(FILES.length).toBeGreaterThan(50);
    expect(checkImports(FILES, KNOWN)).toEqual([]);
  });

  const refused = IMPORT_RULES.flatMap((rule) =>
    rule.refused.map(([path, specifier]) => ({ part: rule.part, path, specifier })),
  );

  it.each(refused)('$part: $path may not import $specifier', ({ part, path, specifier }) => {
    expect(ruleFor(path)?.part).toBe(part);
    const known = new Set([...KNOWN, 'src/engine/sync/index.ts', 'src/engine/chat/index.ts']);
    const breaches = checkImports([{ path, text: `import { x } from '${specifier}';\nexport const y = x;\n` }], known);
    // A capability's index is its door, so only a layer below may not use it: that row must say so itself.
    expect(breaches).toHaveLength(1);
  });

  it('lets every row import from itself, so that a row is never all refusals', () => {
    for (const rule of IMPORT_RULES.filter((row) => row.own.length > 0)) {
      const path = rule.refused[0]?.[0] ?? '';
      expect(checkImports([{ path, text: "import { x } from './neighbour';\nexport const y = x;\n" }], KNOWN)).toEqual(
        [],
      );
    }
  });

  it('allows types of shared in the preload script, and nothing else of it', () => {
    const path = 'src/preload/index.ts';
    expect(
      checkImports([{ path, text: "import type { A } from '../shared/contract';\nexport type B = A;\n" }], KNOWN),
    ).toEqual([]);
    expect(
      checkImports([{ path, text: "import { type A } from '../shared/contract';\nexport type B = A;\n" }], KNOWN),
    ).toHaveLength(1);
  });

  it('lets one capability reach another through its index only', () => {
    const known = new Set([...KNOWN, 'src/engine/links/index.ts']);
    const path = 'src/engine/chat/receive.ts';
    expect(checkImports([{ path, text: "import { x } from '../links';\nexport const y = x;\n" }], known)).toEqual([]);
    expect(
      checkImports([{ path, text: "import { x } from '../links/match';\nexport const y = x;\n" }], known),
    ).toHaveLength(1);
  });

  it('reports a file that no row covers', () => {
    expect(checkImports([{ path: 'src/newcomer/index.ts', text: '' }], KNOWN)).toEqual([
      'src/newcomer/index.ts: no row of the import table covers it',
    ]);
  });
});

describe('the scanner of imports', () => {
  const specifiers = (text: string): (string | null)[] =>
    referencesOf({ path: 'a.tsx', text }).map((reference) => reference.specifier);

  it('sees every way to name a module', () => {
    expect(
      specifiers(`
        import 'one';
        import two, { a as b } from "two";
        import * as three from 'three';
        import type { Four } from 'four';
        export { five } from 'five';
        export * from 'six';
        export type { Seven } from 'seven';
        const eight = await import('eight');
        const nine = require('nine');
        type Ten = import('ten').Ten;
        import eleven = require('eleven');
      `).sort(),
    ).toEqual(['eight', 'eleven', 'five', 'four', 'nine', 'one', 'seven', 'six', 'ten', 'three', 'two']);
  });

  it('is not misled by comments, strings, templates and JSX text', () => {
    expect(
      specifiers(`
        // import 'a';
        /* import b from 'b'; */
        const text = "import c from 'c'";
        const template = \`import('d') \${1}\`;
        export const view = <p>import e from 'e'</p>;
        export { text, template };
      `),
    ).toEqual([]);
  });

  it('reports a computed import as one that cannot be checked', () => {
    const breaches = checkImports(
      [{ path: 'src/main/x.ts', text: 'const name = String(1); export const y = import(name);' }],
      KNOWN,
    );
    expect(breaches).toEqual(['src/main/x.ts:1: main may not import a computed name, which nobody can check']);
  });

  it('refuses to call a file clean that it cannot parse', () => {
    expect(() => specifiers('import { from')).toThrow();
  });
});
