import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../src/engine/core/clock';
import { createEventBus } from '../../../src/engine/core/event-bus';
import { createIds } from '../../../src/engine/core/ids';
import { createLogger } from '../../../src/engine/core/logger';
import { createIntake, type Intake } from '../../../src/engine/intake';
import type { RelayPort, RelayStartOptions } from '../../../src/engine/relay/relay-port';
import { createOfficialAccountRepository } from '../../../src/engine/storage/official-account-repository';
import { openDatabase } from '../../../src/engine/storage/open-database';
import type { Storage } from '../../../src/engine/storage/storage';
import type { EngineEvent } from '../../../src/shared/contract/events-contract';
import type { LineRelayEvent, RelayEvent } from '../../../src/shared/relay-protocol';

export const playedBot = `U${'b'.repeat(32)}`;
const channelSecret = '8c570fa6dd201bb328f1c1eac23a96d8';

/** One webhook body of the played account as a relay keeps it. */
export function playedBody(
  seq: number,
  events: readonly unknown[],
  receivedAt: number,
  secret = channelSecret,
): LineRelayEvent {
  const body = Buffer.from(JSON.stringify({ destination: playedBot, events }));
  const signature = createHmac('sha256', secret).update(body).digest('base64');
  const rawBody = body.toString('base64');
  return { seq, id: `body-${seq}`, receivedAt, source: 'line', botUserId: playedBot, signature, rawBody };
}

/** A text message event of a customer. */
export function playedText(n: number, userId: string, timestamp: number, text: string): Record<string, unknown> {
  return {
    type: 'message',
    mode: 'active',
    timestamp,
    webhookEventId: `01PLAYED${String(n).padStart(18, '0')}`,
    deliveryContext: { isRedelivery: false },
    replyToken: `token-${n}`,
    source: { type: 'user', userId },
    message: { id: `6${String(n).padStart(17, '0')}`, type: 'text', text, quoteToken: 'q' },
  };
}

/** A relay that gives a prepared log in pages of 500, as fast as it is taken. */
function relayPlaying(entries: readonly RelayEvent[], onEnd: () => void): RelayPort {
  let isStopped = false;
  let playing = Promise.resolve();
  const play = async (options: RelayStartOptions) => {
    options.onState('catchingUp');
    for (let from = 0; from < entries.length && !isStopped; from += 500) {
      await options.onEvents(entries.slice(from, from + 500));
    }
    options.onState('live');
    onEnd();
  };
  const nothing = () => Promise.resolve();
  return {
    start(options) {
      playing = play(options);
    },
    stop() {
      isStopped = true;
      return playing;
    },
    wake: () => undefined,
    registerChannel: nothing,
    removeChannel: nothing,
    registerPortal: nothing,
    removePortal: nothing,
    url: 'https://relay.example',
    registerLinkRequest: () => Promise.resolve({ pageBaseUrl: 'https://relay.example/link/' }),
    settleLinkRequest: nothing,
    append: () => Promise.resolve([]),
    latest: () => Promise.resolve([]),
    claim: () => Promise.resolve([]),
    settle: () => Promise.resolve(false),
    lease: () => Promise.resolve(null),
    release: () => Promise.resolve(false),
    tellPresence: () => undefined,
    onPresent: () => () => undefined,
    putFile: () => Promise.reject(new Error('no files here')),
    devices: () => Promise.resolve([]),
    revokeDevice: nothing,
    makePairingCode: () => Promise.reject(new Error('no pairing here')),
    lineWebhookUrl: (botUserId) => `https://relay.example/hooks/line/${botUserId}`,
    health: () => Promise.reject(new Error('not asked')),
  };
}

export interface PlayedIntake {
  storage: Storage;
  intake: Intake;
  told: EngineEvent[];
  /** Starts, and resolves when the whole log is committed. */
  run(): Promise<void>;
  count(sql: string): number;
}

/** An intake with the played account connected, on a real database, fed from a prepared log. */
export function playedIntake(entries: readonly RelayEvent[]): PlayedIntake {
  const folder = mkdtempSync(join(tmpdir(), 'lumo-intake-'));
  const clock = systemClock;
  const logger = createLogger(() => undefined, clock.now);
  const { database: storage } = openDatabase({ path: join(folder, 'lumo.db'), backupFolder: folder, clock, logger });
  onTestFinished(async () => {
    await intake.stop();
    storage.close();
    rmSync(folder, { recursive: true, force: true });
  });
  createOfficialAccountRepository(storage).save({
    botUserId: playedBot,
    channelId: '2000000001',
    basicId: '@played',
    displayName: 'Played',
    pictureUrl: null,
    chatMode: 'chat',
    sequenceNumber: 1,
    connectedAt: clock.now(),
  });
  const told: EngineEvent[] = [];
  const events = createEventBus();
  events.subscribe((event) => told.push(event));
  let onEnd = () => {};
  const ended = new Promise<void>((resolve) => {
    onEnd = resolve;
  });
  const nothing = () => undefined;
  const intake = createIntake({
    storage,
    relay: relayPlaying(entries, () => onEnd()),
    workspaceId: 'played',
    secrets: { get: () => channelSecret, set: nothing, delete: nothing },
    clock,
    ids: createIds(clock.now),
    logger,
    events,
    links: { friendMet: () => false, takeAccountLink: () => undefined, takeLinkOpened: () => undefined },
    onLinksTaken: () => undefined,
    onMediaWaiting: nothing,
    onPeopleWaiting: nothing,
    onFilesUnused: nothing,
    onRelayState: nothing,
  });
  return {
    storage,
    intake,
    told,
    run() {
      intake.start();
      return ended;
    },
    count: (sql) => storage.prepare<[], { n: number }>(sql).get()?.n ?? 0,
  };
}
