import type { Sandbox } from '../../../src/sandbox/server';

type OfferedAccount = Sandbox['officialAccounts'][number];

/** The n-th Official Account that the sandbox offers (from 0), as a person types it. @throws Error where there is none */
export function offeredAccount(sandbox: Pick<Sandbox, 'officialAccounts'>, index = 0): OfferedAccount {
  const found = sandbox.officialAccounts[index];
  if (found === undefined) throw new Error(`the sandbox has no account ${index}`);
  return found;
}

/** The channel secrets of offered accounts by channel id, so that a person need not type them. */
export function offeredSecrets(
  accounts: readonly Pick<OfferedAccount, 'channelId' | 'channelSecret'>[],
): ReadonlyMap<string, string> {
  return new Map(accounts.map(({ channelId, channelSecret }) => [channelId, channelSecret]));
}
