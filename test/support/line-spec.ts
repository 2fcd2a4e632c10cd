import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';

/** One request and its answer, as the sandbox records them. */
export interface LineExchange {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly requestBody: string | null;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly status: number;
  readonly responseBody: string | null;
}

/** Something that does not fit LINE's description. */
export interface SpecFinding {
  readonly where: string;
  readonly what: string;
}

/** LINE's own description of its API, ready to check with. */
export interface LineSpec {
  /** What is wrong with one request or its answer; empty when both fit. */
  exchange(exchange: LineExchange): SpecFinding[];
  /** What is wrong with the body of a webhook. */
  webhook(body: unknown): SpecFinding[];
}

type Json = { readonly [key: string]: unknown };

const FILES = ['messaging-api.yml', 'channel-access-token.yml', 'webhook.yml'] as const;
const FOLDER = resolve(dirname(fileURLToPath(import.meta.url)), '../../../shared/specs/line');
// Types that the description of July 2026 does not know yet, or knows to be optional in fact: see the folder's README.
const UNDESCRIBED_EVENTS = new Set(['messageEdited']);

// Content that is still being prepared is answered with 202 (reference, "Get content"); the description has 200 alone.
const UNDESCRIBED_STATUSES = new Set([
  '202 /v2/bot/message/{messageId}/content',
  '202 /v2/bot/message/{messageId}/content/preview',
]);

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The description files, or null (with one plain line) where they are not at hand. */
export function loadLineSpec(): LineSpec | null {
  if (!existsSync(join(FOLDER, FILES[0]))) {
    console.log('LINE description files are not beside the repository: checks against them are skipped.');
    return null;
  }
  return new OpenApiLineSpec();
}

let loaded: LineSpec | null | undefined;

/** Checks one exchange against LINE's description; an empty list when it fits or the files are not at hand. */
export function validateLineExchange(exchange: LineExchange): SpecFinding[] {
  loaded ??= loadLineSpec();
  return loaded?.exchange(exchange) ?? [];
}

interface Operation {
  readonly method: string;
  readonly pattern: RegExp;
  readonly host: 'api' | 'data';
  readonly name: string;
  readonly requestBodies: ReadonlyMap<string, ValidateFunction>;
  readonly isBodyRequired: boolean;
  readonly responses: ReadonlyMap<string, ValidateFunction | null>;
}

class OpenApiLineSpec implements LineSpec {
  readonly #ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  readonly #operations: Operation[] = [];
  readonly #callback: ValidateFunction;

  constructor() {
    for (const file of FILES)
      this.#ajv.addSchema(converted(parse(readFileSync(join(FOLDER, file), 'utf8')) as Json, file), file);
    for (const file of FILES.slice(0, 2)) this.#readOperations(file);
    this.#callback = this.#compile('webhook.yml#/components/schemas/CallbackRequest');
  }

  exchange(exchange: LineExchange): SpecFinding[] {
    const operation = this.#operations.find(
      (one) => one.method === exchange.method && one.host === exchange.host && one.pattern.test(exchange.path),
    );
    const where = `${exchange.method} ${exchange.path}`;
    if (!operation) return [{ where, what: `no such operation on the ${exchange.host} host` }];
    return [...this.#request(operation, exchange, where), ...this.#response(operation, exchange, where)];
  }

  webhook(body: unknown): SpecFinding[] {
    const described =
      isObject(body) && Array.isArray(body.events)
        ? {
            ...body,
            events: body.events.filter((event) => !(isObject(event) && UNDESCRIBED_EVENTS.has(String(event.type)))),
          }
        : body;
    return check(this.#callback, described, 'webhook');
  }

  #request(operation: Operation, exchange: LineExchange, where: string): SpecFinding[] {
    // A request that was refused for its form is not expected to have the right one.
    if (exchange.status >= 400 && exchange.status < 500 && exchange.status !== 409) return [];
    const type = (exchange.requestHeaders['content-type'] ?? '').split(';')[0]?.trim() ?? '';
    const isEmpty = exchange.requestBody === null || exchange.requestBody === '';
    if (isEmpty) return operation.isBodyRequired ? [{ where: `${where} request`, what: 'the body is missing' }] : [];
    const validate = operation.requestBodies.get(type);
    if (!validate) return [{ where: `${where} request`, what: `content type ${type} is not described` }];
    const body: unknown =
      type === 'application/json'
        ? JSON.parse(exchange.requestBody ?? '')
        : Object.fromEntries(new URLSearchParams(exchange.requestBody ?? ''));
    return check(validate, body, `${where} request`);
  }

  #response(operation: Operation, exchange: LineExchange, where: string): SpecFinding[] {
    if (exchange.status === 0) return [];
    const status = String(exchange.status);
    if (UNDESCRIBED_STATUSES.has(`${status} ${operation.name}`)) return [];
    const validate = operation.responses.get(status);
    if (validate === undefined) {
      // The description names few of the refusals; what it does not name must at least have LINE's error shape.
      if (exchange.status < 400) return [{ where: `${where} ${status}`, what: 'this status is not described' }];
      const body: unknown = JSON.parse(exchange.responseBody ?? 'null');
      const hasShape = isObject(body) && (typeof body.message === 'string' || typeof body.error === 'string');
      return hasShape ? [] : [{ where: `${where} ${status}`, what: 'an error answer needs a message' }];
    }
    if (validate === null || exchange.responseBody === null || exchange.responseBody === '') return [];
    return check(validate, JSON.parse(exchange.responseBody), `${where} ${status}`);
  }

  #readOperations(file: string): void {
    const document = parse(readFileSync(join(FOLDER, file), 'utf8')) as { paths: Record<string, Record<string, Json>> };
    for (const [template, methods] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (!isObject(operation.responses)) continue;
        const at = `${file}#/paths/${template.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}`;
        const servers = Array.isArray(operation.servers) ? JSON.stringify(operation.servers) : '';
        this.#operations.push({
          method: method.toUpperCase(),
          name: template,
          pattern: new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
          host: servers.includes('api-data') ? 'data' : 'api',
          isBodyRequired: isObject(operation.requestBody) && operation.requestBody.required === true,
          requestBodies: this.#contents(operation.requestBody, `${at}/requestBody`),
          responses: new Map(
            Object.entries(operation.responses).map(([status, response]) => [
              status,
              this.#contents(response, `${at}/responses/${status}`).get('application/json') ?? null,
            ]),
          ),
        });
      }
    }
    // Fixed paths before those with a parameter: both can match the same path.
    this.#operations.sort((a, b) => a.name.split('{').length - b.name.split('{').length);
  }

  #contents(owner: unknown, at: string): Map<string, ValidateFunction> {
    const found = new Map<string, ValidateFunction>();
    if (!isObject(owner) || !isObject(owner.content)) return found;
    for (const [type, media] of Object.entries(owner.content)) {
      if (!isObject(media) || !isObject(media.schema) || media.schema.format === 'binary') continue;
      found.set(type, this.#compile(`${at}/content/${type.replaceAll('/', '~1')}/schema`));
    }
    return found;
  }

  #compile(reference: string): ValidateFunction {
    return this.#ajv.compile({ $ref: encodeURI(reference) });
  }
}

function check(validate: ValidateFunction, value: unknown, where: string): SpecFinding[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => ({
    where: `${where} ${error.instancePath}`,
    what: error.message ?? 'wrong',
  }));
}

/**
 * Turns an OpenAPI 3.0 document into JSON Schema: `nullable`, and discriminators with a mapping. A base schema becomes
 * `<Name>` = "one of the mapped types, chosen by the discriminator" and `<Name>Base` = its own properties; the `allOf` of the mapped types
 * points to the latter, which breaks the circle. A property value that is not mapped fails: the stand-in and the product use known ones only.
 */
function converted(document: Json, file: string): Json {
  const components = isObject(document.components) ? document.components : {};
  const schemas = isObject(components.schemas) ? components.schemas : {};
  const bases = new Map<string, string>();
  for (const [name, schema] of Object.entries(schemas)) {
    if (isObject(schema) && isObject(schema.discriminator) && isObject(schema.discriminator.mapping)) {
      bases.set(`#/components/schemas/${name}`, `#/components/schemas/${name}Base`);
    }
  }
  const next: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    if (!isObject(schema)) continue;
    if (!bases.has(`#/components/schemas/${name}`)) {
      next[name] = walk(schema, bases, false);
      continue;
    }
    const { discriminator, ...own } = schema;
    next[`${name}Base`] = walk(own, bases, false);
    next[name] = chosenBy(isObject(discriminator) ? discriminator : {});
  }
  return { ...(walk(document, bases, false) as Json), components: { schemas: next }, $id: file };
}

function chosenBy(discriminator: Json): Json {
  const property = String(discriminator.propertyName);
  const mapping = isObject(discriminator.mapping) ? discriminator.mapping : {};
  return {
    type: 'object',
    required: [property],
    properties: { [property]: { enum: Object.keys(mapping) } },
    allOf: Object.entries(mapping).map(([value, reference]) => ({
      if: { required: [property], properties: { [property]: { const: value } } },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: { $ref: reference },
    })),
  };
}

function walk(value: unknown, bases: ReadonlyMap<string, string>, isInAllOf: boolean): unknown {
  if (Array.isArray(value)) return value.map((entry) => walk(entry, bases, isInAllOf));
  if (!isObject(value)) return value;
  if (typeof value.$ref === 'string') return { $ref: isInAllOf ? (bases.get(value.$ref) ?? value.$ref) : value.$ref };
  const next: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    // Examples are data, not schema.
    if (key === 'example' || key === 'examples' || key === 'discriminator') continue;
    next[key] = walk(child, bases, key === 'allOf');
  }
  if (value.nullable === true && typeof value.type === 'string') {
    next.type = [value.type, 'null'];
    if (Array.isArray(value.enum)) next.enum = [...value.enum, null];
  }
  return next;
}
