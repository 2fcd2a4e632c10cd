import type { Context, Env } from 'hono';
import type { z } from 'zod';
import { parseJsonBytes } from '../ingest/json-bytes';
import { type BodyLimits, readRawBody } from '../ingest/raw-body';
import { Refusal } from '../refusal';
import type { Device } from '../workspaces/devices';

/** What every route below a workspace knows: the device that asks. */
export interface ConsoleEnv extends Env {
  Variables: { device: Device };
}

/** A part of a request as the schema has it. @throws Refusal 400 that names the first field that does not fit. */
export function parsed<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const result = schema.safeParse(value);
  if (!result.success) {
    const where = result.error.issues[0]?.path.join('.') ?? '';
    throw new Refusal(400, 'REQUEST_MALFORMED', `The request is not understood${where === '' ? '' : ` at ${where}`}.`);
  }
  return result.data;
}

/** The body as JSON. @throws Refusal for a body that is too long, too slow or none. */
export async function jsonOf(c: Context, limits: BodyLimits): Promise<unknown> {
  return parseJsonBytes(await readRawBody(c.req.raw, limits));
}
