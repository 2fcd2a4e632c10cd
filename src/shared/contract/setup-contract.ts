import { oc } from '@orpc/contract';
import { z } from 'zod';
import { problemSchema } from '../errors/error-code';
import { hubSpotAccountSchema, officialAccountSchema } from '../model/account';
import { modeSchema } from './app-contract';

const ownValue = z.string().trim().max(200);
/**
 * What own accounts stand on. The HubSpot app's two values are empty where a static token is used instead of a sign-in; the
 * relay's three are empty where there is none: then no chat arrives, and everything else works.
 */
export const ownConnectionSchema = z.object({
  hubSpotClientId: ownValue,
  hubSpotClientSecret: ownValue,
  relayUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)]),
  workspaceId: ownValue.max(100),
  deviceToken: ownValue,
});
export type OwnConnection = z.infer<typeof ownConnectionSchema>;

/** Values that belong together: all of a row are given, or none. */
const ownGroups: readonly (readonly (keyof OwnConnection)[])[] = [
  ['hubSpotClientId', 'hubSpotClientSecret'],
  ['relayUrl', 'workspaceId', 'deviceToken'],
];

/** Fields that are empty although another one of their group is given. */
export function missingOwnFields(connection: OwnConnection): (keyof OwnConnection)[] {
  return ownGroups.flatMap((group) => {
    const empty = group.filter((field) => connection[field].trim() === '');
    return empty.length === group.length ? [] : empty;
  });
}

/** What this computer remembers of the connection to own accounts. Its secrets stay in main. */
export const rememberedConnectionSchema = ownConnectionSchema
  .pick({ hubSpotClientId: true, relayUrl: true, workspaceId: true })
  .extend({ areSecretsKnown: z.boolean() });

export const setupStateSchema = z.object({
  mode: modeSchema,
  isSetUp: z.boolean(),
  /** null in the sandbox. Without a keyring its secrets are not known any more after a restart. */
  ownConnection: rememberedConnectionSchema.nullable(),
  sandbox: z.object({ state: z.enum(['off', 'starting', 'ready', 'failed']), problem: problemSchema.nullable() }),
  hubSpot: z.object({
    state: z.enum(['notConnected', 'waitingForBrowser', 'connecting', 'connected']),
    /** Shown so that it can be copied when no browser opened. */
    authorizeUrl: z.string().nullable(),
    account: hubSpotAccountSchema.nullable(),
    problem: problemSchema.nullable(),
  }),
  officialAccounts: z.array(officialAccountSchema),
  /** Accounts that the sandbox offers; their secrets stay in main. */
  suggestedOfficialAccounts: z.array(z.object({ channelId: z.string(), displayName: z.string(), basicId: z.string() })),
});
export type SetupState = z.infer<typeof setupStateSchema>;

export const lineCredentialsSchema = z.object({
  channelId: z
    .string()
    .trim()
    .regex(/^\d{5,20}$/),
  /** null = the sandbox's own secret for a suggested account. */
  channelSecret: z
    .string()
    .trim()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
});
export type LineCredentials = z.infer<typeof lineCredentialsSchema>;

export const lineCheckSchema = z.object({
  displayName: z.string(),
  basicId: z.string(),
  pictureUrl: z.string().nullable(),
  /** True when this account is connected already. */
  isConnected: z.boolean(),
  /** Free sequence numbers, lowest first. */
  freeSequenceNumbers: z.array(z.number()),
  /** `chat` = Chat is on in OA Manager, `bot` = off. */
  chatMode: z.string(),
});
export type LineCheck = z.infer<typeof lineCheckSchema>;

export const setupContract = {
  state: oc.output(setupStateSchema),
  startSandbox: oc.output(setupStateSchema),
  useOwnAccounts: oc.input(ownConnectionSchema).output(setupStateSchema),
  /** Opens HubSpot's sign-in in the system browser; the outcome arrives as a `stale: setup` event. */
  connectHubSpot: oc.output(setupStateSchema),
  cancelHubSpot: oc.output(setupStateSchema),
  /** Connects one HubSpot account with a static token (private app, project app, service key) instead of a sign-in (A4). */
  connectHubSpotToken: oc.input(z.object({ token: z.string().trim().min(10).max(500) })).output(setupStateSchema),
  checkLine: oc.input(lineCredentialsSchema).output(lineCheckSchema),
  connectLine: oc
    .input(lineCredentialsSchema.extend({ sequenceNumber: z.number().int().min(1).max(30) }))
    .output(officialAccountSchema),
  /** Sets which contact properties are synced. Removing one deletes its local values; HubSpot is not touched. */
  saveProperties: oc.input(z.object({ names: z.array(z.string().max(200)).max(300) })).output(z.void()),
  /** Ends the wizard and starts the first full sync. */
  finish: oc.output(z.void()),
};
