import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problemSchema } from '../errors/error-code';
import {
  lumoItemSchema,
  lumoTypeSchema,
  plannedChangeSchema,
  propertyChoiceSchema,
  syncItemSchema,
  syncRuleSchema,
  syncRunErrorSchema,
} from '../model/sync';

const propertyName = z.string().min(1).max(200);

/** What choosing a property would mean, before anything is saved. */
export const mappingCheckSchema = z.object({
  /** Why it cannot be saved like this; null = it can. */
  problem: problemSchema.nullable(),
  lumoItem: lumoItemSchema,
  lumoType: lumoTypeSchema,
  allowedRules: z.array(syncRuleSchema),
  rule: syncRuleSchema,
  lockReason: syncItemSchema.shape.lockReason,
});
export type MappingCheck = z.infer<typeof mappingCheckSchema>;

/** Sync data: which HubSpot property goes where, and by which rule (B2 to B5). */
export const mappingContract = {
  items: oc.output(z.array(syncItemSchema)),
  choices: oc.output(z.array(propertyChoiceSchema)),
  /** Every Lumo item with the property that holds it (null = free). */
  lumoItems: oc.output(
    z.array(z.object({ item: lumoItemSchema, type: lumoTypeSchema, propertyName: z.string().nullable() })),
  ),
  /** How many contacts in HubSpot hold a value of the property, and how many contacts are here. Costs one search. */
  valueCount: oc
    .input(z.object({ propertyName }))
    .output(z.object({ inHubSpot: z.number().nullable(), contacts: z.number() })),
  check: oc
    .input(z.object({ propertyName, lumoItem: lumoItemSchema.nullable(), rule: syncRuleSchema.nullable() }))
    .output(mappingCheckSchema),
  /** Adds an item. Without `appliesToExisting` only contacts that change from now on get a value. */
  add: oc
    .input(z.object({ propertyName, lumoItem: lumoItemSchema, rule: syncRuleSchema, appliesToExisting: z.boolean() }))
    .output(syncItemSchema),
  change: oc
    .input(
      z.object({
        propertyName,
        rule: syncRuleSchema.optional(),
        lumoItem: lumoItemSchema.optional(),
        isPaused: z.boolean().optional(),
      }),
    )
    .output(syncItemSchema),
  /** Ends the sync of an item. `keep` leaves the values that are here as they are; HubSpot is not touched either way. */
  remove: oc.input(z.object({ propertyName, values: z.enum(['delete', 'keep']) })).output(z.void()),
  /** Reads an item's values for all contacts again. */
  applyToExisting: oc.input(z.object({ propertyName })).output(z.void()),
  /** The panel beside an item: sample records as a run would change them (before > after), and what was refused last. */
  preview: oc.input(z.object({ propertyName })).output(
    z.object({
      samples: z.array(plannedChangeSchema),
      rejects: z.array(syncRunErrorSchema),
      differing: z.number(),
    }),
  ),
};
