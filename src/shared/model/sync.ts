import { z } from 'zod';
import { problemSchema } from '../errors/error-code';
import { syncRunIdSchema } from './ids';

export const syncRunKindSchema = z.enum(['full', 'incremental']);
export type SyncRunKind = z.infer<typeof syncRunKindSchema>;
export const syncTriggerSchema = z.enum(['person', 'schedule', 'firstSync', 'resumed']);
export type SyncTrigger = z.infer<typeof syncTriggerSchema>;
export const syncRunStatusSchema = z.enum(['running', 'completed', 'completedWithProblems', 'failed', 'cancelled']);
export type SyncRunStatus = z.infer<typeof syncRunStatusSchema>;

/** The named steps of one run, in their order. */
export const syncStepSchema = z.enum(['properties', 'contacts', 'deletions', 'companies', 'friends', 'lineProperties']);
export type SyncStep = z.infer<typeof syncStepSchema>;

export const syncRunSchema = z.object({
  id: syncRunIdSchema,
  kind: syncRunKindSchema,
  trigger: syncTriggerSchema,
  status: syncRunStatusSchema,
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
  /** Contacts read from HubSpot. processed = changed + unchanged + skipped + failed. */
  processed: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  skipped: z.number(),
  failed: z.number(),
  removed: z.number(),
  /** Contacts whose LINE properties were written to HubSpot. */
  written: z.number(),
  hubSpotCalls: z.number(),
  /** Time spent waiting for HubSpot's limits. */
  waitedMs: z.number(),
  problem: problemSchema.nullable(),
});
export type SyncRun = z.infer<typeof syncRunSchema>;

export const syncProgressSchema = z.object({
  runId: syncRunIdSchema,
  kind: syncRunKindSchema,
  step: syncStepSchema,
  /** Counts of the current step; `total` is null while unknown. */
  done: z.number(),
  total: z.number().nullable(),
  perSecond: z.number(),
  remainingMs: z.number().nullable(),
  /** What the run waits for right now, with the time at which it goes on. */
  waitingFor: z.object({ reason: z.enum(['hubSpotLimit', 'network', 'hubSpotServer']), until: z.number() }).nullable(),
  isCancelling: z.boolean(),
});
export type SyncProgress = z.infer<typeof syncProgressSchema>;

export const syncRunErrorSchema = z.object({
  id: z.number(),
  runId: syncRunIdSchema,
  recordKind: z.enum(['contact', 'company', 'friend', 'property']),
  recordId: z.string(),
  recordName: z.string(),
  problem: problemSchema,
  property: z.string().nullable(),
  valueSent: z.string().nullable(),
  valueHeld: z.string().nullable(),
  correlationId: z.string().nullable(),
  attempts: z.number(),
  at: z.number(),
});
export type SyncRunError = z.infer<typeof syncRunErrorSchema>;

/** A HubSpot contact property as the picker shows it. */
export const propertyChoiceSchema = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  fieldType: z.string(),
  /** The group's name as HubSpot shows it. */
  groupLabel: z.string(),
  isHubSpotDefined: z.boolean(),
  isChosen: z.boolean(),
  isRecommended: z.boolean(),
  /** Why it cannot be chosen; null = it can. */
  unusableReason: z.enum(['hidden', 'sensitive', 'own']).nullable(),
});
export type PropertyChoice = z.infer<typeof propertyChoiceSchema>;

export const syncItemSchema = z.object({
  propertyName: z.string(),
  label: z.string(),
  type: z.string(),
  direction: z.enum(['fromHubSpot', 'toHubSpot']),
  status: z.enum(['active', 'missing']),
  addedAt: z.number(),
  lastSyncedAt: z.number().nullable(),
  filledCount: z.number(),
});
export type SyncItem = z.infer<typeof syncItemSchema>;
