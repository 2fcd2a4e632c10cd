import { z } from 'zod';
import { problemSchema } from '../errors/error-code';
import { officialAccountIdSchema } from './ids';

/** What the last real call to a provider said about it. `offline` = it could not be reached. */
export const connectionHealthSchema = z.enum(['ok', 'offline', 'attention', 'unknown']);
export type ConnectionHealth = z.infer<typeof connectionHealthSchema>;

/** What the connection allows, and why not where it does not. */
export const capabilitySchema = z.object({
  name: z.enum([
    'contactsRead',
    'contactsWrite',
    'companiesRead',
    'companiesWrite',
    'properties',
    'lists',
    'deals',
    'tickets',
    'owners',
    'changeEvents',
    'workflowActions',
    'inbox',
  ]),
  isAvailable: z.boolean(),
  /** scope = not granted; tokenKind = not possible with such a token; relay = needs a relay; plan = needs a larger HubSpot plan. */
  reason: z.enum(['scope', 'tokenKind', 'relay', 'plan']).nullable(),
  /** The missing scope, where that is the reason. */
  scope: z.string().nullable(),
});
export type Capability = z.infer<typeof capabilitySchema>;

export const hubSpotAccountSchema = z.object({
  hubId: z.string(),
  /** Shown name: HubSpot gives none, so it is the domain or the number. */
  name: z.string(),
  uiDomain: z.string(),
  timeZone: z.string(),
  accountType: z.string(),
  userEmail: z.string().nullable(),
  scopes: z.array(z.string()),
  /** oauth = signed in through the app; token = a static token that was pasted in (A4). */
  connectionKind: z.enum(['oauth', 'token']),
  capabilities: z.array(capabilitySchema),
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
  /** Switches of the integration (B6, B11, B15). */
  createsContactsOnFollow: z.boolean(),
  createsContactsOnMessage: z.boolean(),
  syncsGroups: z.boolean(),
  /** null = as in the settings. */
  syncIntervalMinutes: z.number().int().nullable(),
});
export type OfficialAccount = z.infer<typeof officialAccountSchema>;

export const relayStateSchema = z.enum(['connecting', 'catchingUp', 'live', 'offline', 'refused']);
export type RelayState = z.infer<typeof relayStateSchema>;

/** HubSpot's limits as its last answers told (section 3 of the facts); null = not told. */
export const hubSpotUsageSchema = z.object({
  perTenSeconds: z.object({ limit: z.number(), remaining: z.number().nullable() }),
  searchesPerSecond: z.number(),
  daily: z.object({ limit: z.number(), used: z.number(), resetsAt: z.number() }).nullable(),
  callsToday: z.number(),
  waitingCalls: z.number(),
});
export type HubSpotUsage = z.infer<typeof hubSpotUsageSchema>;

export const relayHealthViewSchema = z.object({
  state: relayStateSchema,
  url: z.string().nullable(),
  lastEventAt: z.number().nullable(),
  /** Relay's clock minus this computer's. */
  clockSkewMs: z.number().nullable(),
  behindBy: z.number().nullable(),
  checkedAt: z.number().nullable(),
  problem: problemSchema.nullable(),
});
export type RelayHealthView = z.infer<typeof relayHealthViewSchema>;

/** What a disconnect would delete and whom it would hit. `token` names exactly this finding; a later one has another. */
export const disconnectRehearsalSchema = z.object({
  token: z.string(),
  officialAccountId: officialAccountIdSchema.nullable(),
  deletes: z.object({
    contacts: z.number(),
    fieldValues: z.number(),
    idLinks: z.number(),
    lists: z.number(),
    listMembers: z.number(),
    companies: z.number(),
    groupTies: z.number(),
    pendingWrites: z.number(),
  }),
  keeps: z.object({ conversations: z.number(), messages: z.number(), friends: z.number() }),
  /** Segments, broadcasts and workflows that use what goes. */
  affected: z.array(
    z.object({
      kind: z.enum(['segment', 'broadcast', 'workflow', 'outbox', 'linkRequest']),
      name: z.string(),
      count: z.number(),
    }),
  ),
  sequenceNumber: z.number().nullable(),
});
export type DisconnectRehearsal = z.infer<typeof disconnectRehearsalSchema>;
