import { z } from 'zod';
import type { ErrorCode, ErrorParams } from '../../shared/errors/error-code';
import { LumoError } from '../../shared/errors/lumo-error';

const detailSchema = z.object({
  message: z.string().optional(),
  code: z.string().optional(),
  in: z.string().optional(),
  context: z.record(z.string(), z.array(z.string())).optional(),
});

/** HubSpot's error envelope. Every field may be missing (HubSpot facts, section 4). */
export const errorEnvelopeSchema = z.object({
  message: z.string().optional(),
  category: z.string().optional(),
  errorType: z.string().optional(),
  status: z.string().optional(),
  policyName: z.string().optional(),
  correlationId: z.string().optional(),
  context: z.record(z.string(), z.array(z.string())).optional(),
  errors: z.array(detailSchema).optional(),
});
export type ErrorEnvelope = z.infer<typeof errorEnvelopeSchema>;

/** One value that HubSpot refused. */
export interface RefusedValue {
  property: string | null;
  code: string | null;
  message: string;
}

/** An answer of HubSpot that is not a success, with what its support asks for. */
export class HubSpotError extends LumoError {
  readonly status: number;
  readonly category: string | null;
  readonly correlationId: string | null;
  readonly refused: readonly RefusedValue[];

  constructor(
    code: ErrorCode,
    params: ErrorParams,
    answer: { status: number; category: string | null; correlationId: string | null; refused: readonly RefusedValue[] },
  ) {
    super(code, params);
    this.name = 'HubSpotError';
    this.status = answer.status;
    this.category = answer.category;
    this.correlationId = answer.correlationId;
    this.refused = answer.refused;
  }
}

/** The envelope of an error body; an empty one where the body is something else. */
export function readEnvelope(body: unknown): ErrorEnvelope {
  const parsed = errorEnvelopeSchema.safeParse(body);
  return parsed.success ? parsed.data : {};
}

/** Names an error answer by what a person can do about it. */
export function toHubSpotError(status: number, body: unknown): HubSpotError {
  const envelope = readEnvelope(body);
  const refused = refusedValues(envelope);
  const category = envelope.category ?? envelope.errorType ?? null;
  const answer = { status, category, correlationId: envelope.correlationId ?? null, refused };
  const message = (envelope.message ?? '').slice(0, 300);
  const first = refused[0];
  if (status === 401) return new HubSpotError('HUBSPOT_DISCONNECTED', { message }, answer);
  if (status === 403)
    return new HubSpotError('HUBSPOT_SCOPE_MISSING', { scopes: missingScopes(envelope), message }, answer);
  if (status === 404) return new HubSpotError('HUBSPOT_RECORD_MISSING', { message }, answer);
  const existingId = status === 409 || category === 'CONFLICT' ? existingIdIn(message) : null;
  if (existingId !== null) return new HubSpotError('HUBSPOT_VALUE_TAKEN', { existingId, message }, answer);
  if (status === 429) return new HubSpotError('HUBSPOT_RATE_LIMITED', { policy: envelope.policyName ?? '' }, answer);
  if (status >= 500) return new HubSpotError('HUBSPOT_SERVER_ERROR', { status, message }, answer);
  if (first?.code === 'PROPERTY_DOESNT_EXIST') {
    return new HubSpotError(
      'HUBSPOT_PROPERTY_MISSING',
      { property: first.property ?? '', message: first.message },
      answer,
    );
  }
  if (first !== undefined && first.property !== null) {
    const params = { property: first.property, reason: first.code ?? '', message: first.message };
    return new HubSpotError('HUBSPOT_VALUE_REFUSED', params, answer);
  }
  return new HubSpotError('HUBSPOT_REJECTED', { status, category: category ?? '', message }, answer);
}

/** The id of the record that stands in the way of a new one: HubSpot tells it in the message only (HubSpot facts, section 5.5). */
function existingIdIn(message: string): string | null {
  return /Existing ID:\s*(\d+)/.exec(message)?.[1] ?? null;
}

function missingScopes(envelope: ErrorEnvelope): string {
  const contexts = [envelope.context, ...(envelope.errors ?? []).map((detail) => detail.context)];
  const names = contexts.flatMap((context) => context?.requiredGranularScopes ?? context?.missingScopes ?? []);
  return [...new Set(names)].join(' ');
}

const embeddedSchema = z.array(
  z.object({ name: z.string().optional(), error: z.string().optional(), message: z.string().optional() }),
);

/** `errors[]` first; the list inside the message only where there is none (HubSpot facts, section 4). */
function refusedValues(envelope: ErrorEnvelope): RefusedValue[] {
  const listed = (envelope.errors ?? []).map((detail) => ({
    property: detail.context?.propertyName?.[0] ?? null,
    code: detail.code ?? null,
    message: (detail.message ?? '').slice(0, 300),
  }));
  if (listed.length > 0) return listed;
  const start = envelope.message?.indexOf('[{') ?? -1;
  if (envelope.message === undefined || start < 0) return [];
  try {
    return embeddedSchema.parse(JSON.parse(envelope.message.slice(start))).map((entry) => ({
      property: entry.name ?? null,
      code: entry.error ?? null,
      message: (entry.message ?? '').slice(0, 300),
    }));
  } catch {
    return [];
  }
}
