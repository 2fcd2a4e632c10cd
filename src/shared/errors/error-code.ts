import { z } from 'zod';

/**
 * Every error that a person can meet, by domain. A code is what crosses the bridge; its wording (what happened,
 * what is safe, what to do) lives in the renderer's texts under `errors.<CODE>`.
 */
export const errorCodeSchema = z.enum([
  'INPUT_INVALID',
  'NOT_FOUND',
  'INTERNAL',
  'SANDBOX_FAILED',
  'HUBSPOT_UNREACHABLE',
  'HUBSPOT_SIGN_IN_DENIED',
  'HUBSPOT_SIGN_IN_EXPIRED',
  'HUBSPOT_SIGN_IN_PORT_TAKEN',
  'HUBSPOT_APP_REFUSED',
  'HUBSPOT_WRONG_ACCOUNT',
  'HUBSPOT_NOT_CONNECTED',
  'HUBSPOT_DISCONNECTED',
  'HUBSPOT_SIGNED_OUT',
  'HUBSPOT_SCOPE_MISSING',
  'HUBSPOT_RATE_LIMITED',
  'HUBSPOT_DAILY_LIMIT',
  'HUBSPOT_SERVER_ERROR',
  'HUBSPOT_REJECTED',
  'HUBSPOT_PROPERTY_MISSING',
  'HUBSPOT_RECORD_MISSING',
  'HUBSPOT_VALUE_REFUSED',
  'LINE_UNREACHABLE',
  'LINE_CHANNEL_REFUSED',
  'LINE_NOT_CONNECTED',
  'LINE_ACCOUNT_TAKEN',
  'LINE_WEBHOOK_FAILED',
  'LINE_QUOTA_USED',
  'LINE_RATE_LIMITED',
  'LINE_RECIPIENT_UNKNOWN',
  'LINE_SERVER_ERROR',
  'LINE_REJECTED',
  'LINE_OUTCOME_UNKNOWN',
  'LINE_SIGNATURE_INVALID',
  'MESSAGE_TOO_LONG',
  'MESSAGE_NOT_RETRYABLE',
  'MEDIA_GONE',
  'MEDIA_FAILED',
  'RELAY_UNREACHABLE',
  'RELAY_REFUSED',
  'STORAGE_NEWER',
  'STORAGE_CORRUPT',
  'STORAGE_REBUILT',
  'STORAGE_FULL',
  'SECRETS_UNAVAILABLE',
  'SYNC_ALREADY_RUNNING',
  'SYNC_NOT_RUNNING',
  'SYNC_TOO_MANY_DELETIONS',
  'FRIEND_ALREADY_LINKED',
]);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** Values that an error's text may name; never a secret, never a message body. */
export const errorParamsSchema = z.record(z.string(), z.union([z.string(), z.number()]));
export type ErrorParams = z.infer<typeof errorParamsSchema>;

/** A stored or transported error: its code and what its text names. */
export const problemSchema = z.object({ code: errorCodeSchema, params: errorParamsSchema });
export type Problem = z.infer<typeof problemSchema>;
