import { z } from 'zod';
import type { RelayOptions } from './server';

const DAY_MS = 24 * 60 * 60 * 1000;
const MIB = 1024 * 1024;
/** HubSpot tries again for up to three days; what is deleted sooner could be stored twice. */
const MIN_RETENTION_DAYS = 4;

const variablesSchema = z.object({
  RELAY_DATA_FOLDER: z.string().min(1).default('relay-data'),
  RELAY_PORT: z.coerce.number().int().min(0).max(65_535).default(8787),
  RELAY_HOST: z.string().min(1).default('127.0.0.1'),
  RELAY_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Another account link dialog than LINE's own: only a stand-in on this computer may be reached without TLS. */
  RELAY_LINE_ACCOUNT_LINK_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => /^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(url), 'must be https')
    .optional(),
  RELAY_HUBSPOT_CLIENT_SECRETS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((secret) => secret.trim())
        .filter(Boolean),
    ),
  RELAY_ENCRYPTION_KEY: z
    .string()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((key) => key.length === 32, 'must be 32 bytes in base64 (openssl rand -base64 32)')
    .optional(),
  RELAY_TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  RELAY_RETENTION_DAYS: z.coerce.number().min(MIN_RETENTION_DAYS).max(3650).default(45),
  RELAY_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be postgresql://user:password@host:5432/database' })
    .optional(),
  RELAY_MAX_FILE_MB: z.coerce.number().min(1).max(2_000).default(200),
  RELAY_FILES_MB_PER_WORKSPACE: z.coerce.number().min(1).default(2_000),
});

/** A key file of one node would be of no use to the others. */
const environmentSchema = variablesSchema.refine(
  (config) => config.RELAY_DATABASE_URL === undefined || config.RELAY_ENCRYPTION_KEY !== undefined,
  { path: ['RELAY_ENCRYPTION_KEY'], message: 'must be set, the same for all nodes, where RELAY_DATABASE_URL is set' },
);

/** The relay's options from environment variables, or every mistake in them as one line each. */
export function relayConfigFrom(
  environment: Readonly<Record<string, string | undefined>>,
): { options: RelayOptions } | { mistakes: string[] } {
  // a variable that is set to nothing counts as not set
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    return { mistakes: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
  }
  const config = parsed.data;
  return {
    options: {
      dataFolder: config.RELAY_DATA_FOLDER,
      port: config.RELAY_PORT,
      host: config.RELAY_HOST,
      hubspotClientSecrets: config.RELAY_HUBSPOT_CLIENT_SECRETS,
      trustedProxyHops: config.RELAY_TRUSTED_PROXY_HOPS,
      retentionMs: config.RELAY_RETENTION_DAYS * DAY_MS,
      maxFileBytes: config.RELAY_MAX_FILE_MB * MIB,
      maxWorkspaceFileBytes: config.RELAY_FILES_MB_PER_WORKSPACE * MIB,
      ...(config.RELAY_DATABASE_URL === undefined ? {} : { databaseUrl: config.RELAY_DATABASE_URL }),
      ...(config.RELAY_PUBLIC_URL === undefined ? {} : { publicUrl: config.RELAY_PUBLIC_URL }),
      ...(config.RELAY_LINE_ACCOUNT_LINK_URL === undefined
        ? {}
        : { lineAccountLinkUrl: config.RELAY_LINE_ACCOUNT_LINK_URL }),
      ...(config.RELAY_ENCRYPTION_KEY === undefined ? {} : { encryptionKey: config.RELAY_ENCRYPTION_KEY }),
    },
  };
}
