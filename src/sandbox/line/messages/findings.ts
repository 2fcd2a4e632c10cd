import type { ProblemDetail } from '../problems';

/** An object that came from outside and has not been looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for a JSON object (not an array, not null). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface TextRule {
  readonly isOptional?: boolean;
  readonly max: number;
  /** Titles and labels count what a reader sees as one character; everything else counts UTF-16 units. */
  readonly count?: 'utf16' | 'graphemes';
  readonly pattern?: RegExp;
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * True for an https URL, and for http on the loopback interface. The real service takes https alone; the stand-in has no certificate
 * and its users no public host, so loopback is the one exception.
 */
export function isAcceptableUrl(text: string, maxLength = 2_000): boolean {
  if (text.length > maxLength || /[^\x21-\x7e]/.test(text)) return false;
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOSTS.has(hostname));
}

/** The path of a property; properties of the body itself have nothing before them. */
function at(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** Collects what is wrong in a request body, each with the path of the property. */
export class Findings {
  readonly details: ProblemDetail[] = [];

  /** Notes a fault. */
  add(property: string, message: string): void {
    this.details.push({ message, property });
  }

  /** Checks a string property and returns it, or null when it is missing or wrong. */
  text(owner: JsonObject, name: string, path: string, rule: TextRule): string | null {
    const value = owner[name];
    if (value === undefined || value === null || value === '') {
      if (rule.isOptional !== true) this.add(at(path, name), 'May not be empty');
      return null;
    }
    if (typeof value !== 'string') return this.#wrong(at(path, name), 'Must be a string');
    const length = rule.count === 'graphemes' ? Array.from(graphemes.segment(value)).length : value.length;
    if (length > rule.max)
      return this.#wrong(at(path, name), `Length must be between ${rule.isOptional ? 0 : 1} and ${rule.max}`);
    if (rule.pattern && !rule.pattern.test(value)) return this.#wrong(at(path, name), 'Invalid value');
    return value;
  }

  /** Checks a URL property. */
  url(owner: JsonObject, name: string, path: string, isOptional = false): void {
    const value = this.text(owner, name, path, { max: 2_000, isOptional });
    if (value !== null && !isAcceptableUrl(value)) this.add(at(path, name), 'Must be a valid HTTPS URL');
  }

  /** Checks a number property. */
  number(owner: JsonObject, name: string, path: string, min: number, max: number, isOptional = false): void {
    const value = owner[name];
    if (value === undefined && isOptional) return;
    if (typeof value !== 'number' || !Number.isFinite(value)) this.add(at(path, name), 'May not be empty');
    else if (value < min || value > max) this.add(at(path, name), `Must be between ${min} and ${max}`);
  }

  /** Checks that a property is one of a list of words. */
  word(owner: JsonObject, name: string, path: string, words: readonly string[], isOptional = false): string | null {
    const value = owner[name];
    if (value === undefined && isOptional) return null;
    if (typeof value === 'string' && words.includes(value)) return value;
    return this.#wrong(at(path, name), `Must be one of the following values: [${words.join(', ')}]`);
  }

  /** Checks an array property and returns its objects; entries that are no objects are noted. */
  objects(owner: JsonObject, name: string, path: string, min: number, max: number): readonly JsonObject[] {
    const value = owner[name];
    if (!Array.isArray(value)) {
      if (min > 0 || value !== undefined) this.add(at(path, name), 'May not be empty');
      return [];
    }
    if (value.length < min || value.length > max) this.add(at(path, name), `Size must be between ${min} and ${max}`);
    return value.map((entry: unknown, i) => {
      if (isJsonObject(entry)) return entry;
      this.add(`${at(path, name)}[${i}]`, 'Must be an object');
      return {};
    });
  }

  /** Checks an object property. */
  object(owner: JsonObject, name: string, path: string, isOptional = false): JsonObject | null {
    const value = owner[name];
    if (isJsonObject(value)) return value;
    if (value !== undefined || !isOptional) this.add(at(path, name), 'May not be empty');
    return null;
  }

  #wrong(property: string, message: string): null {
    this.add(property, message);
    return null;
  }
}
