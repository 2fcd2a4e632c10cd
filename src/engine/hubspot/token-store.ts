import { z } from 'zod';
import { type SecretStore, secretNames } from '../core/secret-store';

const oauthSchema = z.object({
  kind: z.literal('oauth').default('oauth'),
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresAt: z.number(),
  hubId: z.string(),
  /** A refresh token is good only with the app that it was issued to (HubSpot facts, section 20, row 18). */
  clientId: z.string(),
});
/** A token that was pasted in: it has no end and cannot be renewed (HubSpot facts, section 2.6). */
const staticSchema = z.object({ kind: z.literal('static'), accessToken: z.string(), hubId: z.string() });
const tokensSchema = z.union([staticSchema, oauthSchema]);
export type HubSpotTokens = z.infer<typeof tokensSchema>;

/** Reads and writes the tokens in the secret store; null = there are none, or not of this shape. */
export function createTokenStore(secrets: SecretStore) {
  return {
    read(): HubSpotTokens | null {
      const text = secrets.get(secretNames.hubSpotTokens);
      if (text === null) return null;
      try {
        const parsed = tokensSchema.safeParse(JSON.parse(text));
        return parsed.success ? parsed.data : null;
      } catch {
        return null;
      }
    },
    write(tokens: HubSpotTokens): void {
      secrets.set(secretNames.hubSpotTokens, JSON.stringify(tokens));
    },
    clear(): void {
      secrets.delete(secretNames.hubSpotTokens);
    },
  };
}
export type TokenStore = ReturnType<typeof createTokenStore>;
