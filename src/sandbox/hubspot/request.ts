import type { Context } from 'hono';
import { z } from 'zod';
import type { Caller, HubSpotEnv } from './context';
import { HubSpotError, invalidRequest, missingScopes } from './errors';
import type { ChangeSource } from './history-store';

/** One request on the API app. */
export type ApiRequest = Context<HubSpotEnv>;

/** Parses a JSON body against a schema; throws the provider's 400 for anything else, 415 without the JSON type. */
export function parseBody<T extends z.ZodType>(c: ApiRequest, schema: T): z.output<T> {
  if (c.req.header('content-type')?.toLowerCase().includes('json') !== true) {
    throw new HubSpotError({ status: 415, category: 'VALIDATION_ERROR', message: 'Unsupported Media Type' });
  }
  let body: unknown;
  try {
    body = JSON.parse(c.get('bodyText'));
  } catch {
    throw invalidRequest('Invalid input JSON on line 1, column 1: the body is no JSON value.');
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue === undefined ? '' : issue.path.join('.');
  throw invalidRequest(`Invalid input JSON on line 1, column 1: ${path} ${issue?.message ?? ''}`.trim());
}

/** A path parameter, decoded. */
export function pathPart(c: ApiRequest, name: string): string {
  return c.req.param(name) ?? '';
}

/** A query parameter that holds a list: comma-separated, repeated, or both. */
export function listQuery(c: ApiRequest, name: string): readonly string[] {
  return (c.req.queries(name) ?? []).flatMap((text) => text.split(',')).filter((text) => text.trim() !== '');
}

/** A whole number between the bounds; throws the provider's 400. */
export function numberQuery(c: ApiRequest, name: string, fallback: number, least: number, most: number): number {
  const text = c.req.query(name);
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw invalidRequest(`${name} must be a whole number from ${least} to ${most}, but was ${text}.`, {
      context: { [name]: [text] },
    });
  }
  return value;
}

/** A true/false query parameter. */
export function flagQuery(c: ApiRequest, name: string): boolean {
  const text = c.req.query(name);
  if (text === undefined || text === '' || text === 'false') return false;
  if (text === 'true') return true;
  throw invalidRequest(`${name} must be true or false, but was ${text}.`);
}

/** Throws the 403 unless the caller has one of the scopes. */
export function requireAnyScope(caller: Caller, ...scopes: readonly string[]): void {
  if (!scopes.some((scope) => caller.scopes.has(scope))) throw missingScopes(scopes);
}

/** The app behind the caller's token as the source of a change. */
export function integrationSource(caller: Caller): ChangeSource {
  return {
    type: 'INTEGRATION',
    id: String(caller.app.id),
    label: caller.app.name,
    userId: caller.userId,
    isRuleBound: caller.isRuleBound,
  };
}

/** Properties as they are written: texts only; everything on this wire is a text (facts section 5.2). */
export const writtenProperties = z.record(z.string(), z.string());
