import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '../../src/renderer/i18n');
const wordsSchema: z.ZodType<Words> = z.record(
  z.string(),
  z.union([z.string(), z.lazy((): z.ZodType<Words> => wordsSchema)]),
);
interface Words {
  [key: string]: string | Words;
}

/** Finds a text of the screens by its key, such as `sync:contact.add`; `values` go into its places. */
export type FindWords = (key: string, values?: Readonly<Record<string, string>>) => string;

/** The texts that the screens show in this language. An unknown key throws. */
export function wordsOf(language: 'en' | 'ja'): FindWords {
  const files = new Map<string, Words>();
  return (key, values = {}) => {
    const [file = '', path = ''] = key.split(':');
    const words =
      files.get(file) ?? wordsSchema.parse(JSON.parse(readFileSync(`${root}/${language}/${file}.json`, 'utf8')));
    files.set(file, words);
    let found: string | Words | undefined = words;
    for (const part of path.split('.')) found = typeof found === 'object' ? found[part] : undefined;
    if (typeof found !== 'string') throw new Error(`there is no text ${key} in ${language}`);
    return found.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
  };
}
