import { channelAccessToken } from '@line/bot-sdk';
import { z } from 'zod';
import { LumoError } from '../../shared/errors/lumo-error';
import type { Clock } from '../core/clock';
import { failureOf, lineError } from './line-failure';
import { withTimeLimit } from './time-limit';

/** A stateless token lives 15 minutes and cannot be checked: it is renewed 2 minutes early (section 3.2). */
const usableMs = 13 * 60_000;
const timeLimitMs = 10_000;

const answerSchema = z.object({ access_token: z.string().min(1), expires_in: z.number() });

export interface AccessToken {
  /** A token that is good for two more minutes at least. Callers at the same time share one request. */
  get(): Promise<string>;
  /** LINE refused this token: the next `get` asks for a new one. */
  forget(token: string): void;
}

/** Stateless channel access tokens of one channel (section 3): made from id and secret, held in memory only. */
export function createAccessToken(
  baseURL: string,
  channelId: string,
  channelSecret: string,
  clock: Clock,
): AccessToken {
  const client = new channelAccessToken.ChannelAccessTokenClient({ baseURL });
  let held: { token: string; goodUntil: number } | null = null;
  let asking: Promise<string> | null = null;

  const ask = async (): Promise<string> => {
    try {
      const askedAt = clock.now();
      const call = client.issueStatelessChannelTokenByClientSecret(channelId, channelSecret);
      const answer = answerSchema.parse(await withTimeLimit(clock, timeLimitMs, call));
      const lifeMs = Math.min(usableMs, answer.expires_in * 900);
      held = { token: answer.access_token, goodUntil: askedAt + lifeMs };
      return answer.access_token;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'answered' && (failure.status === 400 || failure.status === 401)) {
        throw new LumoError('LINE_CHANNEL_REFUSED', { status: failure.status }, { cause: error });
      }
      throw lineError(error);
    }
  };

  return {
    async get() {
      if (held !== null && clock.now() < held.goodUntil) return held.token;
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    forget(token) {
      if (held?.token === token) held = null;
    },
  };
}
