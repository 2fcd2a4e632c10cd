import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  disconnectRehearsalSchema,
  hubSpotAccountSchema,
  officialAccountSchema,
  relayHealthViewSchema,
} from '../model/account';
import { officialAccountIdSchema } from '../model/ids';
import { settingsSchema } from '../model/settings';

export const integrationPatchSchema = z
  .object({
    createsContactsOnFollow: z.boolean(),
    createsContactsOnMessage: z.boolean(),
    syncsGroups: z.boolean(),
    syncIntervalMinutes: settingsSchema.shape.syncIntervalMinutes.nullable(),
  })
  .partial();
export type IntegrationPatch = z.infer<typeof integrationPatchSchema>;

/** Connections after they were made: health, switches, disconnecting (A4 to A8). */
export const accountsContract = {
  /** Tests the HubSpot connection now: token, scopes, account. */
  testHubSpot: oc.output(hubSpotAccountSchema),
  /** Tests one Official Account now: token, webhook endpoint set, active and answering; sets it again where it is wrong. */
  testLine: oc.input(z.object({ id: officialAccountIdSchema })).output(officialAccountSchema),
  testRelay: oc.output(relayHealthViewSchema),
  relay: oc.output(relayHealthViewSchema),
  saveIntegration: oc
    .input(z.object({ id: officialAccountIdSchema, patch: integrationPatchSchema }))
    .output(officialAccountSchema),
  /** Counts what a disconnect would delete; null = HubSpot with all integrations. Changes nothing. */
  rehearseDisconnect: oc.input(z.object({ id: officialAccountIdSchema.nullable() })).output(disconnectRehearsalSchema),
  /** Deletes exactly what the rehearsal named. HubSpot and LINE keep their data. @throws DISCONNECT_STALE when it would delete something else */
  disconnect: oc
    .input(z.object({ id: officialAccountIdSchema.nullable(), token: z.string().max(200) }))
    .output(z.void()),
};

export const findingSchema = z.object({
  id: z.string(),
  /** The situation of the guide that it belongs to, or what else was looked at. */
  topic: z.enum(['lists', 'contacts', 'property', 'hubSpot', 'line', 'webhook', 'relay', 'clock', 'storage']),
  state: z.enum(['ok', 'warning', 'problem', 'unknown']),
  /** Key of the finding's text, and what it names. */
  finding: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** What cures it: an action that the screen offers, with what it needs. */
  fix: z
    .object({
      action: z.enum([
        'open',
        'signIn',
        'testHubSpot',
        'testLine',
        'testRelay',
        'resync',
        'refreshLists',
        'openHubSpot',
      ]),
      target: z.string(),
    })
    .nullable(),
});
export type Finding = z.infer<typeof findingSchema>;

/** Troubleshoot (H2): everything is looked at when it is asked for. */
export const troubleshootContract = {
  run: oc.output(z.object({ findings: z.array(findingSchema), checkedAt: z.number() })),
};
