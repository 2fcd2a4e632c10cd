import { z } from 'zod';

/** One OA of the sandbox with everything that a person would copy from LINE's console. */
export const trialOfficialAccountSchema = z.object({
  channelId: z.string(),
  channelSecret: z.string(),
  botUserId: z.string(),
  basicId: z.string(),
  displayName: z.string(),
});

/** What the trial host says once everything in it accepts requests. */
export const trialReadySchema = z.object({
  type: z.literal('ready'),
  /** Base URLs on loopback, without a trailing slash. */
  endpoints: z.object({
    hubspotApi: z.url(),
    hubspotApp: z.url(),
    lineApi: z.url(),
    lineData: z.url(),
    /** Where customers confirm an account link. */
    lineAccess: z.url(),
    phone: z.url(),
    control: z.url(),
  }),
  relay: z.object({ url: z.url(), workspaceId: z.string(), deviceToken: z.string() }),
  hubspotClient: z.object({ clientId: z.string(), clientSecret: z.string() }),
  /** Static tokens that can be pasted in instead of a sign-in. */
  hubspotTokens: z.array(z.object({ name: z.string(), kind: z.string(), token: z.string() })),
  officialAccounts: z.array(trialOfficialAccountSchema),
});

/** What the trial host says instead, when it cannot start: one sentence with the cure. */
export const trialFailedSchema = z.object({ type: z.literal('failed'), message: z.string() });

/**
 * How far the first start is. `ready` comes before the seeded history has travelled through the webhooks, so that nobody
 * waits for it; `past` says that all of it is in the relay, at every start.
 */
export const trialProgressSchema = z.object({
  type: z.literal('progress'),
  step: z.enum(['seeding', 'history', 'sentMessages', 'past']),
});

/** Every message from the trial host to its parent. */
export const trialMessageSchema = z.discriminatedUnion('type', [
  trialReadySchema,
  trialFailedSchema,
  trialProgressSchema,
]);

export type TrialReady = z.infer<typeof trialReadySchema>;
export type TrialMessage = z.infer<typeof trialMessageSchema>;
