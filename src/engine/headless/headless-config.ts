import { z } from 'zod';

const text = z.string().trim().min(1);
const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const wholeNumber = z.coerce.number().int().min(0);

const lineAccountsSchema = z
  .string()
  .transform((json, context) => {
    try {
      return JSON.parse(json) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is no JSON' });
      return z.NEVER;
    }
  })
  .pipe(
    z.array(
      z.object({
        channelId: text,
        channelSecret: text,
        sequenceNumber: z.number().int().min(1).max(30),
      }),
    ),
  );

const schema = z.object({
  LUMO_DATA_FOLDER: text,
  LUMO_SECRETS_FILE: text.optional(),
  LUMO_HUBSPOT_CLIENT_ID: text,
  LUMO_HUBSPOT_CLIENT_SECRET: text,
  LUMO_HUBSPOT_API_URL: httpUrl.optional(),
  LUMO_HUBSPOT_APP_URL: httpUrl.optional(),
  LUMO_LINE_API_URL: httpUrl.optional(),
  LUMO_LINE_DATA_URL: httpUrl.optional(),
  LUMO_RELAY_URL: httpUrl.optional(),
  LUMO_WORKSPACE_ID: text.default('default'),
  LUMO_RELAY_DEVICE_TOKEN: text.optional(),
  LUMO_REDIRECT_PORT: wholeNumber.max(65_535).default(17_820),
  LUMO_SYNC_INTERVAL_MINUTES: wholeNumber.default(15),
  LUMO_HUBSPOT_CALLS_PER_10_SECONDS: wholeNumber.min(1).default(190),
  LUMO_LINE_ACCOUNTS: lineAccountsSchema.default([]),
  LUMO_AGENT_NAME: text.max(100).default('Lumo server'),
  LUMO_PROPERTIES: z
    .string()
    .transform((list) => list.split(',').map((name) => name.trim()))
    .default([]),
});

/** What the engine without a window is told by its environment. */
export type HeadlessConfig = z.infer<typeof schema>;

/** The configuration, or what is wrong with the environment: one plain line for each mistake, without any value. */
export function headlessConfigFrom(
  environment: NodeJS.ProcessEnv,
): { config: HeadlessConfig } | { mistakes: string[] } {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    return { mistakes: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
  }
  if ((parsed.data.LUMO_RELAY_URL === undefined) !== (parsed.data.LUMO_RELAY_DEVICE_TOKEN === undefined)) {
    return { mistakes: ['LUMO_RELAY_URL and LUMO_RELAY_DEVICE_TOKEN: give both or none'] };
  }
  return { config: parsed.data };
}
