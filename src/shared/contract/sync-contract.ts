import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problemSchema } from '../errors/error-code';
import { hubSpotAccountSchema, hubSpotUsageSchema, officialAccountSchema, relayStateSchema } from '../model/account';
import { contactIdSchema, syncRunIdSchema } from '../model/ids';
import {
  dryRunSchema,
  fieldChangeSchema,
  plannedChangeSchema,
  syncDaySchema,
  syncProgressSchema,
  syncRunErrorSchema,
  syncRunKindSchema,
  syncRunSchema,
  syncRunStatusSchema,
  syncTriggerSchema,
} from '../model/sync';

export const attentionSchema = z.object({
  id: z.string(),
  severity: z.enum(['warning', 'error']),
  problem: problemSchema,
  /** Where the person can deal with it; `signIn` = by signing in to HubSpot, right where it is shown. */
  place: z.enum([
    'settings',
    'history',
    'chats',
    'dashboard',
    'signIn',
    'syncData',
    'problems',
    'match',
    'lists',
    'groups',
  ]),
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
  /** Records that HubSpot refuses at the moment, unlinked friends, writes that wait. */
  sync: z.object({ failing: z.number(), excluded: z.number(), unlinkedFriends: z.number(), pendingWrites: z.number() }),
  attention: z.array(attentionSchema),
});
export type Dashboard = z.infer<typeof dashboardSchema>;

export const dashboardContract = { state: oc.output(dashboardSchema) };

/** Which runs are listed; empty arrays and nulls mean all. */
export const runFilterSchema = z.object({
  statuses: z.array(syncRunStatusSchema),
  triggers: z.array(syncTriggerSchema),
  kinds: z.array(syncRunKindSchema),
  /** Start of the run, from (incl.) and to (excl.). */
  from: z.number().nullable(),
  to: z.number().nullable(),
});
export type RunFilter = z.infer<typeof runFilterSchema>;

const pageLimit = z.number().int().min(1).max(200);

export const syncContract = {
  /** Re-sync Data. While one is under way the running one's id is the answer to a second call: error SYNC_ALREADY_RUNNING. */
  start: oc.input(z.object({ kind: z.enum(['full', 'incremental']) })).output(z.object({ runId: syncRunIdSchema })),
  cancel: oc.output(z.void()),
  progress: oc.output(syncProgressSchema.nullable()),
  runs: oc
    .input(z.object({ before: syncRunIdSchema.nullable(), limit: pageLimit, filter: runFilterSchema }))
    .output(z.object({ runs: z.array(syncRunSchema), next: syncRunIdSchema.nullable(), total: z.number() })),
  /** One bar per day, oldest first, up to and with today; `zoneOffsetMinutes` as `Date.getTimezoneOffset` gives it. */
  timeline: oc
    .input(z.object({ days: z.number().int().min(1).max(366), zoneOffsetMinutes: z.number().int() }))
    .output(z.array(syncDaySchema)),
  run: oc.input(z.object({ id: syncRunIdSchema })).output(syncRunSchema),
  runErrors: oc
    .input(z.object({ runId: syncRunIdSchema, code: z.string().nullable(), after: z.number(), limit: pageLimit }))
    .output(
      z.object({
        errors: z.array(syncRunErrorSchema),
        total: z.number(),
        byCode: z.array(z.object({ code: z.string(), count: z.number() })),
      }),
    ),
  /** Field changes of a run, newest first; `before` is the id after which it goes on. */
  runChanges: oc
    .input(
      z.object({
        runId: syncRunIdSchema,
        side: z.enum(['hubSpot', 'lumo']).nullable(),
        before: z.number().nullable(),
        limit: pageLimit,
      }),
    )
    .output(
      z.object({
        changes: z.array(fieldChangeSchema),
        total: z.number(),
        people: z.number(),
        next: z.number().nullable(),
      }),
    ),
  /** What an undo would take back: changes whose value is still the one that the run set, and those that cannot be taken back. */
  undoPreview: oc
    .input(z.object({ runId: syncRunIdSchema, contactIds: z.array(contactIdSchema).max(10_000).nullable() }))
    .output(
      z.object({
        possible: z.number(),
        people: z.number(),
        blocked: z.array(z.object({ change: fieldChangeSchema, problem: problemSchema })),
      }),
    ),
  /** Takes the field writes of a run back for the chosen people (null = all), as a run of its own. */
  undo: oc
    .input(z.object({ runId: syncRunIdSchema, contactIds: z.array(contactIdSchema).max(10_000).nullable() }))
    .output(z.object({ runId: syncRunIdSchema })),
  /** Reads like a run and writes nothing; there is one dry run at a time. */
  startDryRun: oc.input(z.object({ kind: z.enum(['full', 'incremental']) })).output(dryRunSchema),
  cancelDryRun: oc.output(z.void()),
  dryRun: oc.output(dryRunSchema.nullable()),
  dryRunChanges: oc
    .input(
      z.object({
        id: z.string(),
        kind: plannedChangeSchema.shape.kind.nullable(),
        after: z.number(),
        limit: pageLimit,
      }),
    )
    .output(z.object({ changes: z.array(plannedChangeSchema), next: z.number().nullable() })),
  /** HubSpot's limits and how much of them is used. */
  usage: oc.output(hubSpotUsageSchema),
};
