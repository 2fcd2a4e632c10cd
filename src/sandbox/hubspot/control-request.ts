import { z } from 'zod';
import type { AccountDefinition } from './accounts';
import { accountOf, type HubSpotContext } from './context';
import { invalidRequest } from './errors';

/** Reads a scenario call's JSON body (an empty one counts as `{}`); throws a 400 that says what is wrong. */
export async function controlBody<T extends z.ZodType>(
  c: { readonly req: { text(): Promise<string> } },
  schema: T,
): Promise<z.output<T>> {
  const text = await c.req.text();
  let body: unknown;
  try {
    body = text === '' ? {} : JSON.parse(text);
  } catch {
    throw invalidRequest('The body is no JSON.');
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw invalidRequest(z.prettifyError(parsed.error));
  return parsed.data;
}

/** The account of a scenario call: the given one, or the first. */
export function controlAccount(context: HubSpotContext, hubId: number | undefined): AccountDefinition {
  const first = context.accounts[0];
  if (first === undefined) throw invalidRequest('The stand-in has no accounts.');
  return hubId === undefined ? first : accountOf(context, hubId);
}
