import { z } from 'zod';
import { problemSchema } from '../errors/error-code';
import { contactIdSchema, officialAccountIdSchema, syncRunIdSchema } from './ids';

/**
 * full = everything is read, incremental = what changed, changes = what HubSpot pushed, repair = refused records again,
 * undo = field writes of an earlier run taken back.
 */
export const syncRunKindSchema = z.enum(['full', 'incremental', 'changes', 'repair', 'undo']);
export type SyncRunKind = z.infer<typeof syncRunKindSchema>;
export const syncTriggerSchema = z.enum(['person', 'schedule', 'firstSync', 'resumed', 'event']);
export type SyncTrigger = z.infer<typeof syncTriggerSchema>;
export const syncRunStatusSchema = z.enum(['running', 'completed', 'completedWithProblems', 'failed', 'cancelled']);
export type SyncRunStatus = z.infer<typeof syncRunStatusSchema>;

/** The named steps of one run, in their order. */
export const syncStepSchema = z.enum([
  'properties',
  'contacts',
  'deletions',
  'companies',
  'lists',
  'groups',
  'friends',
  'contactWrites',
  'lineProperties',
]);
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
  recordKind: z.enum(['contact', 'company', 'friend', 'property', 'list', 'group']),
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

/** What a Lumo item holds; a HubSpot property can be mapped to an item whose type takes its values. */
export const lumoTypeSchema = z.enum([
  'text',
  'email',
  'phone',
  'number',
  'date',
  'dateTime',
  'choice',
  'choices',
  'yesNo',
  'company',
]);
export type LumoType = z.infer<typeof lumoTypeSchema>;

/** Items that every contact has in Lumo. Any other property becomes an item of its own: `custom:<property name>`. */
export const standardLumoItemSchema = z.enum([
  'firstName',
  'lastName',
  'email',
  'phone',
  'companyName',
  'lifecycleStage',
  'leadStatus',
]);
export type StandardLumoItem = z.infer<typeof standardLumoItemSchema>;
export const lumoItemSchema = z
  .string()
  .max(220)
  .regex(/^(firstName|lastName|email|phone|companyName|lifecycleStage|leadStatus|custom:.+)$/);

/**
 * Which side a field follows (B5). alwaysHubSpot / alwaysLumo: that side's value overwrites the other one; an item that never had a
 * value in Lumo starts with HubSpot's. mostRecentWins: the later change goes over. fillIfEmpty: a value goes only where there is none.
 */
export const syncRuleSchema = z.enum(['alwaysHubSpot', 'alwaysLumo', 'mostRecentWins', 'fillIfEmpty']);
export type SyncRule = z.infer<typeof syncRuleSchema>;

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
  /** Read-only or calculated in HubSpot: it can only follow HubSpot. */
  isReadOnly: z.boolean(),
  /** Why it cannot be chosen; null = it can. */
  unusableReason: z.enum(['hidden', 'sensitive', 'own', 'type']).nullable(),
});
export type PropertyChoice = z.infer<typeof propertyChoiceSchema>;

/** active; paused by a person; missing = HubSpot has no such property any more; typeChanged = its type does not fit its item any more; detached = removed, its values kept. */
export const syncItemStatusSchema = z.enum(['active', 'paused', 'missing', 'typeChanged', 'detached']);
export type SyncItemStatus = z.infer<typeof syncItemStatusSchema>;

/** One mapped property. Contact items belong to the HubSpot account and serve all its integrations; LINE items belong to one Official Account. */
export const syncItemSchema = z.object({
  propertyName: z.string(),
  label: z.string(),
  type: z.string(),
  fieldType: z.string(),
  /** null = a contact item. */
  officialAccountId: officialAccountIdSchema.nullable(),
  /** For LINE items the suffix of the property, such as `follow_status`. */
  lumoItem: z.string(),
  direction: z.enum(['fromHubSpot', 'toHubSpot', 'both']),
  /** null = a LINE item: Lumo writes, HubSpot holds. */
  rule: syncRuleSchema.nullable(),
  allowedRules: z.array(syncRuleSchema),
  /** Why the rule cannot be changed; null = it can. */
  lockReason: z.enum(['readOnly', 'calculated', 'company', 'line']).nullable(),
  status: syncItemStatusSchema,
  problem: problemSchema.nullable(),
  addedAt: z.number(),
  /** When rule, item or status were last set by a person. */
  changedAt: z.number().nullable(),
  lastSyncedAt: z.number().nullable(),
  filledCount: z.number(),
  /** Values of it that wait to be written to HubSpot. */
  pendingCount: z.number(),
  /** Records whose value of it is refused at the moment. */
  errorCount: z.number(),
});
export type SyncItem = z.infer<typeof syncItemSchema>;

/** How one field came out of a comparison of both sides, in the words that a person is shown. */
export const fieldOutcomeSchema = z.enum([
  'tookHubSpot',
  'keptLumo',
  'filledLumo',
  'filledHubSpot',
  'leftDifferent',
  'personEdit',
  'undone',
  'refused',
]);
export type FieldOutcome = z.infer<typeof fieldOutcomeSchema>;

/** One change of one field: on which side, from what to what, and why (B17). */
export const fieldChangeSchema = z.object({
  id: z.number(),
  contactId: contactIdSchema,
  contactName: z.string(),
  propertyName: z.string(),
  label: z.string(),
  /** The side that was changed. */
  side: z.enum(['hubSpot', 'lumo']),
  before: z.string().nullable(),
  after: z.string().nullable(),
  rule: syncRuleSchema.nullable(),
  outcome: fieldOutcomeSchema,
  /** True when both sides had changed. */
  isConflict: z.boolean(),
  /** When the value that lost was set; with `isConflict`. */
  otherChangedAt: z.number().nullable(),
  /** null = a person's edit outside a run. */
  runId: syncRunIdSchema.nullable(),
  at: z.number(),
});
export type FieldChange = z.infer<typeof fieldChangeSchema>;

/** A difference that a run would make. */
export const plannedChangeSchema = fieldChangeSchema
  .omit({ runId: true, at: true })
  .extend({ kind: z.enum(['field', 'newContact', 'goneContact', 'lineProperty']) });
export type PlannedChange = z.infer<typeof plannedChangeSchema>;

export const dryRunSchema = z.object({
  id: z.string(),
  state: z.enum(['running', 'ready', 'failed', 'cancelled']),
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
  done: z.number(),
  total: z.number().nullable(),
  counts: z.object({
    newContacts: z.number(),
    goneContacts: z.number(),
    lumoFields: z.number(),
    hubSpotFields: z.number(),
    lineProperties: z.number(),
    conflicts: z.number(),
    unchanged: z.number(),
  }),
  problem: problemSchema.nullable(),
});
export type DryRun = z.infer<typeof dryRunSchema>;

/** A record that HubSpot refuses at the moment, kept over runs until it passes, is excluded or is not asked for any more. */
export const syncProblemSchema = z.object({
  id: z.number(),
  recordKind: syncRunErrorSchema.shape.recordKind,
  recordId: z.string(),
  recordName: z.string(),
  friendName: z.string().nullable(),
  property: z.string().nullable(),
  problem: problemSchema,
  valueSent: z.string().nullable(),
  valueHeld: z.string().nullable(),
  correlationId: z.string().nullable(),
  firstAt: z.number(),
  lastAt: z.number(),
  attempts: z.number(),
  lastRunId: syncRunIdSchema.nullable(),
  /** True where a corrected value can be given. */
  canFixValue: z.boolean(),
});
export type SyncProblem = z.infer<typeof syncProblemSchema>;

/** Everything that is refused for one reason: same code, same property. */
export const syncCauseSchema = z.object({
  /** Opaque; names the cause in other calls. */
  key: z.string(),
  problem: problemSchema,
  property: z.string().nullable(),
  count: z.number(),
  people: z.number(),
  firstAt: z.number(),
  lastAt: z.number(),
  /** New ones per day over the last seven days, oldest first. */
  trend: z.array(z.number()),
});
export type SyncCause = z.infer<typeof syncCauseSchema>;

export const syncExclusionSchema = z.object({
  recordKind: syncRunErrorSchema.shape.recordKind,
  recordId: z.string(),
  recordName: z.string(),
  reason: z.string(),
  at: z.number(),
});
export type SyncExclusion = z.infer<typeof syncExclusionSchema>;

/** One bar of the history's time line: a day in the person's zone. */
export const syncDaySchema = z.object({
  startsAt: z.number(),
  runs: z.number(),
  processed: z.number(),
  changed: z.number(),
  failed: z.number(),
});
export type SyncDay = z.infer<typeof syncDaySchema>;
