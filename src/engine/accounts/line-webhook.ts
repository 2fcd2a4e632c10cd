import type { Problem } from '../../shared/errors/error-code';
import { LumoError, toProblem } from '../../shared/errors/lumo-error';
import type { Clock } from '../core/clock';
import type { LineChannel } from '../line/line-port';
import type { RelayPort } from '../relay/relay-port';
import type { OfficialAccountRepository } from '../storage/official-account-repository';

/** What a check of the webhook endpoint found; null = LINE's messages reach the relay. */
export type WebhookFinding = Problem | null;

/**
 * Makes LINE deliver to the relay: sets the endpoint where it is missing or another one, then has LINE test it. What
 * was found is stored with the account. LINE may take a minute to use a new endpoint (section 4.7), its test does not.
 * @throws LumoError when LINE cannot be asked
 */
export async function checkWebhook(options: {
  botUserId: string;
  channel: LineChannel;
  relay: RelayPort | null;
  accounts: OfficialAccountRepository;
  clock: Clock;
  /** False: only look and set, as at every start; LINE allows 60 tests an hour. */
  isTested: boolean;
}): Promise<WebhookFinding> {
  const { botUserId, channel, relay, accounts, clock } = options;
  if (relay === null) return { code: 'RELAY_UNREACHABLE', params: {} };
  const url = relay.lineWebhookUrl(botUserId);
  const found = await channel.webhookEndpoint();
  if (found?.url !== url) {
    try {
      await channel.setWebhookEndpoint(url);
    } catch (error) {
      if (!(error instanceof LumoError) || error.code !== 'LINE_REJECTED') throw error;
      accounts.saveWebhook(botUserId, { url: found?.url ?? null, isActive: null, testedAt: null, reason: null });
      return { code: 'LINE_WEBHOOK_FAILED', params: { reason: 'ENDPOINT_REFUSED', url } };
    }
  }
  const isActive = found?.isActive ?? (await channel.webhookEndpoint())?.isActive ?? null;
  const before = accounts.get(botUserId);
  if (!options.isTested) {
    accounts.saveWebhook(botUserId, {
      url,
      isActive,
      testedAt: before?.webhookTestedAt ?? null,
      reason: before?.webhookTestReason ?? null,
    });
    return isActive === false ? { code: 'LINE_WEBHOOK_FAILED', params: { reason: 'SWITCHED_OFF' } } : null;
  }
  const tested = await testOnce(channel, url);
  accounts.saveWebhook(botUserId, { url, isActive, testedAt: clock.now(), reason: tested.reason });
  if (!tested.isSuccess) return { code: 'LINE_WEBHOOK_FAILED', params: { reason: tested.reason } };
  if (isActive === false) return { code: 'LINE_WEBHOOK_FAILED', params: { reason: 'SWITCHED_OFF' } };
  return null;
}

async function testOnce(channel: LineChannel, url: string): Promise<{ isSuccess: boolean; reason: string }> {
  try {
    return await channel.testWebhook(url);
  } catch (error) {
    const { code } = toProblem(error);
    // 60 tests an hour are used up: that says nothing against the endpoint
    if (code === 'LINE_RATE_LIMITED') return { isSuccess: true, reason: 'OK' };
    throw error;
  }
}
