import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problemSchema } from '../errors/error-code';
import { hubSpotAccountSchema, officialAccountSchema, relayStateSchema } from '../model/account';
import { officialAccountIdSchema, syncRunIdSchema } from '../model/ids';
import {
  syncItemSchema,
  syncProgressSchema,
  syncRunErrorSchema,
  syncRunKindSchema,
  syncRunSchema,
  syncRunStatusSchema,
} from '../model/sync';

export const attentionSchema = z.object({
  id: z.string(),
  severity: z.enum(['warning', 'error']),
  problem: problemSchema,
  /** Where the person can deal with it; `signIn` = by signing in to HubSpot, right where it is shown. */
  place: z.enum(['settings', 'history', 'chats', 'dashboard', 'signIn']),
});
export type Attention = z.infer<typeof attentionSchema>;

export const dashboardSchema = z.object({
  hubSpot: hubSpotAccountSchema.nullable(),
  officialAccounts: z.array(officialAccountSchema),
  relay: z.object({ state: relayStateSchema, lastEventAt: z.number().nullable() }),
  isOnline: z.boolean(),
  counts: z.object({
    contacts: z.number(),
    friends: z.number(),
    linkedFriends: z.number(),
    unreadConversations: z.number(),
    waitingConversations: z.number(),
  }),
  queues: z.object({
    outgoingQueued: z.number(),
    outgoingFailed: z.number(),
    mediaPending: z.number(),
    eventsParked: z.number(),
  }),
  running: syncProgressSchema.nullable(),
  lastRun: syncRunSchema.nullable(),
  lastFullRun: syncRunSchema.nullable(),
  nextRunAt: z.number().nullable(),
  attention: z.array(attentionSchema),
});
export type Dashboard = z.infer<typeof dashboardSchema>;

export const dashboardContract = { state: oc.output(dashboardSchema) };

export const syncContract = {
  /** Re-sync Data. While one is under way the running one's id is the answer to a second call: error SYNC_ALREADY_RUNNING. */
  start: oc.input(z.object({ kind: syncRunKindSchema })).output(z.object({ runId: syncRunIdSchema })),
  cancel: oc.output(z.void()),
  progress: oc.output(syncProgressSchema.nullable()),
  runs: oc
    .input(
      z.object({
        before: syncRunIdSchema.nullable(),
        limit: z.number().int().min(1).max(200),
        statuses: z.array(syncRunStatusSchema),
      }),
    )
    .output(z.object({ runs: z.array(syncRunSchema), next: syncRunIdSchema.nullable(), total: z.number() })),
  run: oc.input(z.object({ id: syncRunIdSchema })).output(syncRunSchema),
  runErrors: oc
    .input(z.object({ runId: syncRunIdSchema, after: z.number(), limit: z.number().int().min(1).max(200) }))
    .output(
      z.object({
        errors: z.array(syncRunErrorSchema),
        total: z.number(),
        byCode: z.array(z.object({ code: z.string(), count: z.number() })),
      }),
    ),
  items: oc.output(z.array(syncItemSchema)),
};

export const accountsContract = {
  /** Tests the HubSpot connection now: token, scopes, account. */
  testHubSpot: oc.output(hubSpotAccountSchema),
  /** Tests one Official Account now: token, webhook endpoint set, active and answering; sets it again where it is wrong. */
  testLine: oc.input(z.object({ id: officialAccountIdSchema })).output(officialAccountSchema),
};
