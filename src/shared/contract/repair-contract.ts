import { oc } from '@orpc/contract';
import { z } from 'zod';
import { syncRunIdSchema } from '../model/ids';
import { syncCauseSchema, syncExclusionSchema, syncProblemSchema, syncRunErrorSchema } from '../model/sync';

const chosen = z.union([z.object({ ids: z.array(z.number()).min(1).max(10_000) }), z.object({ cause: z.string() })]);
const limit = z.number().int().min(1).max(200);

/** The repair bench (B10): what HubSpot refuses at the moment, by cause, and what can be done about it. */
export const repairContract = {
  /** Contacts in step, failing and excluded. */
  summary: oc.output(z.object({ inSync: z.number(), failing: z.number(), excluded: z.number() })),
  causes: oc.output(z.array(syncCauseSchema)),
  records: oc
    .input(z.object({ cause: z.string().nullable(), after: z.number(), limit }))
    .output(z.object({ records: z.array(syncProblemSchema), total: z.number(), next: z.number().nullable() })),
  /** One record with every attempt that is in the history, newest first. */
  record: oc
    .input(z.object({ id: z.number() }))
    .output(z.object({ record: syncProblemSchema, attempts: z.array(syncRunErrorSchema) })),
  /** Sends the chosen records again now, as a run of its own. */
  retry: oc.input(chosen).output(z.object({ runId: syncRunIdSchema })),
  /** Sets another value in Lumo and sends it. @throws VALUE_INVALID and its kin when it cannot be right */
  fixValue: oc
    .input(z.object({ id: z.number(), value: z.string().max(65_536) }))
    .output(z.object({ runId: syncRunIdSchema })),
  /** Leaves the chosen people out of every later run until they are included again. */
  exclude: oc.input(z.intersection(chosen, z.object({ reason: z.string().trim().max(500) }))).output(z.void()),
  exclusions: oc
    .input(z.object({ offset: z.number().int().min(0), limit }))
    .output(z.object({ exclusions: z.array(syncExclusionSchema), total: z.number() })),
  include: oc
    .input(z.object({ recordKind: syncRunErrorSchema.shape.recordKind, recordId: z.string() }))
    .output(z.void()),
};
