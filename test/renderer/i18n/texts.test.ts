import { describe, expect, it } from 'vitest';
import { resources } from '../../../src/renderer/i18n/resources';
import { errorCodeSchema } from '../../../src/shared/errors/error-code';

type Texts = { readonly [key: string]: string | Texts };

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** Every key as a dotted path without its plural ending: languages differ in how many plural forms they have. */
function keysOf(texts: Texts, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) => {
    const here = `${path}${key.replace(PLURAL, '')}`;
    return typeof value === 'string' ? [here] : keysOf(value, `${here}.`);
  });
}

function valuesOf(texts: Texts): string[] {
  return Object.values(texts).flatMap((value) => (typeof value === 'string' ? [value] : valuesOf(value)));
}

function placeholdersOf(texts: Texts, path = ''): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [key, value] of Object.entries(texts)) {
    const here = `${path}${key.replace(PLURAL, '')}`;
    if (typeof value !== 'string') {
      for (const [inner, names] of placeholdersOf(value, `${here}.`)) found.set(inner, names);
      continue;
    }
    const names = found.get(here) ?? new Set<string>();
    for (const [, name] of value.matchAll(/\{\{\s*(\w+)/g)) if (name !== undefined) names.add(name);
    found.set(here, names);
  }
  return found;
}

const namespaces = Object.keys(resources.en) as (keyof typeof resources.en)[];

describe.each(namespaces)('texts of %s', (namespace) => {
  it('have the same keys in English and Japanese', () => {
    const en = new Set(keysOf(resources.en[namespace]));
    const ja = new Set(keysOf(resources.ja[namespace]));
    expect([...en].sort()).toEqual([...ja].sort());
  });

  it('name the same values in English and Japanese', () => {
    expect(placeholdersOf(resources.ja[namespace])).toEqual(placeholdersOf(resources.en[namespace]));
  });

  it('are never empty', () => {
    for (const language of ['en', 'ja'] as const) {
      expect(valuesOf(resources[language][namespace]).filter((text) => text.trim() === '')).toEqual([]);
    }
  });
});

describe('error texts', () => {
  it.each(['en', 'ja'] as const)('say in %s what happened, what is safe and what to do for every code', (language) => {
    const texts: Record<string, Record<string, string>> = resources[language].errors;
    for (const code of errorCodeSchema.options) {
      expect(texts[code], code).toEqual(
        expect.objectContaining({ what: expect.any(String), safe: expect.any(String), todo: expect.any(String) }),
      );
    }
    expect(Object.keys(texts).sort()).toEqual([...errorCodeSchema.options].sort());
  });
});
