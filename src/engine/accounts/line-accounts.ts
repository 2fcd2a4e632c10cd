import { LumoError, toProblem } from '../../shared/errors/lumo-error';
import type { OfficialAccount } from '../../shared/model/account';
import { secretNames } from '../core/secret-store';
import type { LineBotInfo, LineChannel } from '../line/line-port';
import { createOfficialAccountRepository } from '../storage/official-account-repository';
import type { LineAccounts, LineAccountsDeps } from './line-accounts-types';
import { checkWebhook } from './line-webhook';

const maxAccounts = 30;
/** So many accounts are asked about at once. */
const checksAtOnce = 6;
/** Quota and webhook are looked at this often while the app runs. */
const checkEveryMs = 15 * 60_000;

/** Connects Official Accounts and keeps an eye on them. See {@link LineAccounts}. */
export function createLineAccounts(deps: LineAccountsDeps): LineAccounts {
  const { clock, line, relay, secrets, events, logger } = deps;
  const accounts = createOfficialAccountRepository(deps.storage);
  let cancelTimer: (() => void) | null = null;
  let isStopped = false;
  let checking: Promise<void> | null = null;

  const tellStale = () => events.emit({ type: 'stale', topics: ['accounts', 'setup', 'dashboard'] });
  const secretFor = (input: { channelId: string; channelSecret: string | null }): string => {
    const secret = input.channelSecret ?? deps.suggestedChannelSecrets.get(input.channelId);
    if (secret === undefined) throw new LumoError('INPUT_INVALID', { field: 'channelSecret' });
    return secret;
  };
  const signIn = async (channelId: string, secret: string): Promise<{ channel: LineChannel; info: LineBotInfo }> => {
    const channel = line.channel(channelId, secret);
    try {
      return { channel, info: await channel.botInfo() };
    } catch (error) {
      if (!(error instanceof LumoError) || error.code !== 'LINE_CHANNEL_REFUSED') throw error;
      // LINE never says which of the two is wrong; a channel id that worked before leaves only the secret
      const isKnown = accounts.channels().some((known) => known.channelId === channelId);
      throw new LumoError(
        'LINE_CHANNEL_REFUSED',
        { part: isKnown ? 'channelSecret' : 'channelIdOrSecret' },
        { cause: error },
      );
    }
  };
  const freeNumbers = (): number[] => {
    const taken = new Set(accounts.names().map((account) => account.sequenceNumber));
    return Array.from({ length: maxAccounts }, (_, index) => index + 1).filter((number) => !taken.has(number));
  };
  const channelOf = (botUserId: string): LineChannel | null => {
    const account = accounts.channels().find((known) => known.botUserId === botUserId);
    const secret = account === undefined ? null : secrets.get(secretNames.channelSecret(botUserId));
    return account === undefined || secret === null ? null : line.channel(account.channelId, secret);
  };
  const stored = (botUserId: string): OfficialAccount => {
    const account = accounts.get(botUserId);
    if (account === null) throw new LumoError('LINE_NOT_CONNECTED', {});
    return account;
  };
  /** @throws LumoError LINE_ACCOUNT_LIMIT for one more than thirty */
  const requireRoom = (known: OfficialAccount | null) => {
    if (known === null && accounts.names().length >= maxAccounts) {
      throw new LumoError('LINE_ACCOUNT_LIMIT', { max: maxAccounts });
    }
  };
  /** @throws LumoError LINE_ACCOUNT_TAKEN, with the name of the account that has the number */
  const requireFree = (sequenceNumber: number) => {
    const holder = accounts.names().find((account) => account.sequenceNumber === sequenceNumber);
    if (holder !== undefined) {
      throw new LumoError('LINE_ACCOUNT_TAKEN', { sequenceNumber, name: holder.displayName });
    }
  };
  const registerAtRelay = async (botUserId: string, channelId: string, channelSecret: string) => {
    if (relay === null) return;
    await relay.registerChannel({ botUserId, channelId, channelSecret });
  };
  /** Health as LINE itself answers now; never throws. */
  const check = async (botUserId: string, isTested: boolean): Promise<void> => {
    const channel = channelOf(botUserId);
    if (channel === null) {
      accounts.saveHealth(botUserId, 'attention', clock.now(), { code: 'SECRETS_UNAVAILABLE', params: {} });
      return;
    }
    try {
      const secret = secrets.get(secretNames.channelSecret(botUserId));
      const account = stored(botUserId);
      if (secret !== null) await registerAtRelay(botUserId, account.channelId, secret);
      const finding = await checkWebhook({ botUserId, channel, relay, accounts, clock, isTested });
      const quota = await channel.quota();
      accounts.saveQuota(botUserId, quota.limit, quota.used, clock.now());
      accounts.saveHealth(botUserId, finding === null ? 'ok' : 'attention', clock.now(), finding);
    } catch (error) {
      const problem = toProblem(error);
      const isOffline = problem.code === 'LINE_UNREACHABLE' || problem.code === 'RELAY_UNREACHABLE';
      accounts.saveHealth(botUserId, isOffline ? 'offline' : 'attention', clock.now(), problem);
      if (problem.code === 'INTERNAL') logger.error('checking an account failed', { botUserId, error });
    }
  };
  const checkAll = (): Promise<void> => {
    checking ??= (async () => {
      const waiting = accounts.channels().map(({ botUserId }) => botUserId);
      const work = async () => {
        for (let next = waiting.shift(); next !== undefined && !isStopped; next = waiting.shift()) {
          await check(next, false);
        }
      };
      await Promise.all(Array.from({ length: checksAtOnce }, work));
      if (!isStopped) tellStale();
    })().finally(() => {
      checking = null;
    });
    return checking;
  };
  const schedule = () => {
    cancelTimer?.();
    if (isStopped) return;
    cancelTimer = clock.after(checkEveryMs, () => void checkAll().then(schedule));
  };

  return {
    async checkLine(input) {
      const { info } = await signIn(input.channelId, secretFor(input));
      const known = accounts.get(info.botUserId);
      requireRoom(known);
      // one that needs attention may be connected again, under the number that it has
      const isConnected = known !== null && known.health !== 'attention';
      return {
        displayName: info.displayName,
        basicId: info.basicId,
        pictureUrl: deps.offerPicture(info.pictureUrl),
        isConnected,
        freeSequenceNumbers: known === null ? freeNumbers() : [known.sequenceNumber],
        chatMode: info.chatMode,
      };
    },
    async connectLine(input) {
      const secret = secretFor(input);
      const { info } = await signIn(input.channelId, secret);
      await deps.settled?.();
      const known = accounts.get(info.botUserId);
      requireRoom(known);
      if (known === null) requireFree(input.sequenceNumber);
      const sequenceNumber = known?.sequenceNumber ?? input.sequenceNumber;
      await registerAtRelay(info.botUserId, input.channelId, secret);
      await deps.ensureLineProperties({ botUserId: info.botUserId, displayName: info.displayName, sequenceNumber });
      // two connects at a time may have waited for HubSpot's answer: the number is looked at once more
      if (accounts.get(info.botUserId) === null) {
        requireRoom(null);
        requireFree(sequenceNumber);
      }
      secrets.set(secretNames.channelSecret(info.botUserId), secret);
      accounts.save({ ...info, channelId: input.channelId, sequenceNumber, connectedAt: clock.now() });
      await check(info.botUserId, true);
      // a long history takes seconds: it comes in behind the answer
      void deps.replayParked(info.botUserId);
      deps.onConnected(info.botUserId);
      tellStale();
      return stored(info.botUserId);
    },
    async testLine(input) {
      stored(input.id);
      await check(input.id, true);
      tellStale();
      return stored(input.id);
    },
    async saveIntegration({ id, patch }) {
      stored(id);
      accounts.saveSwitches(id, patch);
      tellStale();
      deps.onSwitched?.();
      return stored(id);
    },
    async forget(botUserId) {
      secrets.delete(secretNames.channelSecret(botUserId));
      // a look that is under way may be about to register the account once more
      await checking;
      await relay?.removeChannel(botUserId).catch((error: unknown) => {
        logger.warn('the relay did not forget an account', { botUserId, error });
      });
      tellStale();
    },
    officialAccounts: () => accounts.all(),
    reached: accounts.reached,
    names: () =>
      accounts.names().map(({ botUserId, displayName, sequenceNumber, syncIntervalMinutes }) => ({
        botUserId,
        displayName,
        sequenceNumber,
        syncIntervalMinutes,
      })),
    channel: channelOf,
    start() {
      isStopped = false;
      // What the sandbox offers needs no keyring: it is known again at every start.
      for (const { botUserId, channelId } of accounts.channels()) {
        const name = secretNames.channelSecret(botUserId);
        const offered = deps.suggestedChannelSecrets.get(channelId);
        if (offered !== undefined && secrets.get(name) === null) secrets.set(name, offered);
      }
      void checkAll().then(schedule);
    },
    wake: () => void checkAll(),
    async stop() {
      isStopped = true;
      cancelTimer?.();
      await checking;
    },
  };
}
