import { z } from 'zod';
import { problemSchema } from '../errors/error-code';
import { officialAccountIdSchema } from './ids';

/** What the last real call to a provider said about it. `offline` = it could not be reached. */
export const connectionHealthSchema = z.enum(['ok', 'offline', 'attention', 'unknown']);
export type ConnectionHealth = z.infer<typeof connectionHealthSchema>;

export const hubSpotAccountSchema = z.object({
  hubId: z.string(),
  /** Shown name: HubSpot gives none, so it is the domain or the number. */
  name: z.string(),
  uiDomain: z.string(),
  timeZone: z.string(),
  accountType: z.string(),
  userEmail: z.string().nullable(),
  scopes: z.array(z.string()),
  connectedAt: z.number(),
  health: connectionHealthSchema,
  checkedAt: z.number().nullable(),
  problem: problemSchema.nullable(),
});
export type HubSpotAccount = z.infer<typeof hubSpotAccountSchema>;

export const officialAccountSchema = z.object({
  id: officialAccountIdSchema,
  channelId: z.string(),
  basicId: z.string(),
  displayName: z.string(),
  pictureUrl: z.string().nullable(),
  /** 1..30, chosen at connect and fixed; it is part of the HubSpot property names of this account. */
  sequenceNumber: z.number().int().min(1).max(30),
  connectedAt: z.number(),
  health: connectionHealthSchema,
  checkedAt: z.number().nullable(),
  problem: problemSchema.nullable(),
  webhookUrl: z.string().nullable(),
  isWebhookActive: z.boolean().nullable(),
  webhookTestedAt: z.number().nullable(),
  /** LINE's own reason word: OK, COULD_NOT_CONNECT, REQUEST_TIMEOUT, ERROR_STATUS_CODE, UNCLASSIFIED. */
  webhookTestReason: z.string().nullable(),
  lastEventAt: z.number().nullable(),
  /** null = LINE reports no limit, or it was not read yet (then `quotaAt` is null too). */
  quotaLimit: z.number().nullable(),
  quotaUsed: z.number().nullable(),
  quotaAt: z.number().nullable(),
  friendCount: z.number(),
});
export type OfficialAccount = z.infer<typeof officialAccountSchema>;

export const relayStateSchema = z.enum(['connecting', 'catchingUp', 'live', 'offline', 'refused']);
export type RelayState = z.infer<typeof relayStateSchema>;
