import { Hono } from 'hono';
import type { AnsweredFault } from '../scenario/faults';
import { accountLinkApp } from './account-link/account-link-app';
import { accountRoutes } from './account-routes';
import { contentRoutes } from './content-routes';
import type { LineDatabase } from './database';
import { gate, type LineEnv, requestIds } from './gate';
import { groupRoutes } from './group-routes';
import { deliverHistory, type HistoryDelivery } from './history/deliver-history';
import { seedLine } from './history/seed-history';
import { messageRoutes } from './message-routes';
import type { OfficialAccountCredentials } from './official-accounts';
import { pictureRoutes, pictureUrls } from './picture-routes';
import { LineProblem, lineFaultResponse, notFound } from './problems';
import { LineState } from './state';
import { tokenRoutes } from './token-routes';

/** How a LINE stand-in is set up. Everything ambient is a parameter. */
export interface LineStandInOptions {
  readonly database: LineDatabase;
  readonly now: () => number;
  readonly seed: number;
  /** How many people are HubSpot contacts: most friends are chosen from them. */
  readonly contacts: number;
  readonly friends: number;
  readonly messages: number;
  /** Base URL of the data host, for profile pictures; asked at every answer because ports are known late. */
  readonly dataBaseUrl: () => string;
  /** Base URL of the phone, to which the account link dialog leads back. */
  readonly phoneBaseUrl: () => string;
  readonly log: (line: string) => void;
  /** How long a webhook may take; LINE gives 2 seconds. */
  readonly webhookDeadlineMs?: number | undefined;
  /** Waits before each redelivery; LINE's own are secret. */
  readonly redeliveryDelaysMs?: readonly number[] | undefined;
}

/** A running stand-in for LINE: the two hosts and what scenarios need. */
export interface LineStandIn {
  /** api.line.me */
  readonly api: Hono<LineEnv>;
  /** api-data.line.me, and the pictures that profiles point to */
  readonly data: Hono<LineEnv>;
  /** access.line.me: the account link dialog */
  readonly access: Hono;
  readonly state: LineState;
  faultResponse(kind: AnsweredFault, status: number): Response;
  /** Where the pictures of the account's past messages lie. */
  sampleUrl(): string;
  officialAccounts(): OfficialAccountCredentials[];
  /** Seeds when the state is empty. */
  seedIfEmpty(): void;
  /** Empties the state and seeds it anew. */
  reset(): void;
  deliverHistory(): Promise<HistoryDelivery>;
  close(): Promise<void>;
}

const DEFAULT_DEADLINE_MS = 2_000;
const DEFAULT_REDELIVERY_MS = [5_000, 15_000, 60_000, 300_000, 900_000] as const;

/** Makes a stand-in for the LINE Messaging API over the given database. */
export function createLineStandIn(options: LineStandInOptions): LineStandIn {
  const state = new LineState({
    database: options.database,
    seed: options.seed,
    now: options.now,
    webhookDeadlineMs: options.webhookDeadlineMs ?? DEFAULT_DEADLINE_MS,
    redeliveryDelaysMs: options.redeliveryDelaysMs ?? DEFAULT_REDELIVERY_MS,
    log: options.log,
  });
  const pictureUrl = pictureUrls(options.dataBaseUrl);

  const api = baseApp(options.log);
  api.route('/', tokenRoutes(state));
  api.use('/v2/bot/*', gate(state));
  api.route('/', messageRoutes(state));
  api.route('/', accountRoutes(state, pictureUrl));
  api.route('/', groupRoutes(state, pictureUrl));

  const data = baseApp(options.log);
  data.route('/', pictureRoutes());
  data.use('/v2/bot/*', gate(state));
  data.route('/', contentRoutes(state));

  const seed = () =>
    seedLine(state, { contacts: options.contacts, friends: options.friends, messages: options.messages });

  return {
    api,
    data,
    access: accountLinkApp(state, pictureUrl, options.phoneBaseUrl),
    state,
    faultResponse: lineFaultResponse,
    sampleUrl: () => `${options.dataBaseUrl()}/samples`,
    officialAccounts: () =>
      state.accounts.list().map(({ channelId, channelSecret, botUserId, basicId, displayName }) => ({
        channelId,
        channelSecret,
        botUserId,
        basicId,
        displayName,
      })),
    seedIfEmpty: () => {
      if (state.accounts.list().length === 0) seed();
    },
    reset: () => {
      state.clear();
      seed();
    },
    deliverHistory: () => deliverHistory(state),
    close: () => {
      state.sentMedia.close();
      return state.webhooks.close();
    },
  };
}

function baseApp(log: (line: string) => void): Hono<LineEnv> {
  // Exact paths only: Hono's default is strict about trailing slashes, which is what LINE announced (facts/line-api section 1.4).
  const app = new Hono<LineEnv>();
  app.use(requestIds());
  app.notFound(() => notFound().toResponse());
  app.onError((problem) => {
    if (problem instanceof LineProblem) return problem.toResponse();
    log(`line stand-in: ${problem.stack ?? problem.message}`);
    return new LineProblem(500, 'Internal Server Error').toResponse();
  });
  return app;
}
