/**
 * Keeps tokens and secrets. In the desktop app main backs it with the operating system's keyring; without one it
 * lives for the session only. Nothing that goes in here may be written anywhere else.
 */
export interface SecretStore {
  get(name: string): string | null;
  /** Stored durably (where a keyring exists) when this returns. */
  set(name: string, value: string): void;
  delete(name: string): void;
}

/** Names in use: `hubspot/tokens` (JSON) and `line/<bot user id>/channel-secret`. */
export const secretNames = {
  hubSpotTokens: 'hubspot/tokens',
  channelSecret: (botUserId: string) => `line/${botUserId}/channel-secret`,
};
