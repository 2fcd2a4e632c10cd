import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract';
import type { AppInfo } from '../shared/contract/app-contract';
import type { contract } from '../shared/contract/contract';
import type { EngineEvent } from '../shared/contract/events-contract';
import type { SetupState } from '../shared/contract/setup-contract';
import type { Chat, MessageFile } from './chat';
import type { Clock } from './core/clock';
import type { Ids } from './core/ids';
import type { Logger } from './core/logger';
import type { SecretStore } from './core/secret-store';
import type { StoredPicture } from './pictures';
import type { RelayPort } from './relay/relay-port';

type Inputs = InferContractRouterInputs<typeof contract>;
type Outputs = InferContractRouterOutputs<typeof contract>;

/** The procedures of one contract group as plain functions. */
export type ServiceOf<Group extends keyof Outputs, Names extends keyof Outputs[Group] = keyof Outputs[Group]> = {
  [Name in Names]: (
    input: Name extends keyof Inputs[Group] ? Inputs[Group][Name] : undefined,
  ) => Promise<Outputs[Group][Name]>;
};

/** Base addresses of the providers; the sandbox's or the real ones. No trailing slash. */
export interface ProviderEndpoints {
  hubSpotApi: string;
  hubSpotApp: string;
  lineApi: string;
  lineData: string;
  /** LINE's shop, where pictures of stickers and emoji are; absent in a trial, where drawings stand in. */
  lineShop?: string;
}

export const realEndpoints: ProviderEndpoints = {
  hubSpotApi: 'https://api.hubapi.com',
  hubSpotApp: 'https://app.hubspot.com',
  lineApi: 'https://api.line.me',
  lineData: 'https://api-data.line.me',
  lineShop: 'https://stickershop.line-scdn.net',
};

/** Everything ambient that the engine needs. */
export interface EngineDeps {
  clock: Clock;
  ids: Ids;
  /** 0..1, for jitter. */
  random: () => number;
  logger: Logger;
  /** Holds lumo.db, media/ and backups/. Made if missing. */
  dataFolder: string;
  secrets: SecretStore;
  endpoints: ProviderEndpoints;
  /** The HubSpot app that people sign in to. The secret stays in memory. */
  hubSpotApp: { clientId: string; clientSecret: string };
  /** Fixed port of the sign-in redirect `http://localhost:<port>/oauth/hubspot`: HubSpot compares it exactly. */
  redirectPort: number;
  /** null = no relay: chats cannot arrive, everything else works. */
  relay: RelayPort | null;
  workspaceId: string;
  /** Secrets of accounts that the sandbox offers, by channel id. */
  suggestedChannelSecrets: ReadonlyMap<string, string>;
  /** Opens the sign-in page for a person. */
  openSignIn: (url: string) => Promise<void>;
  /** Address under which the renderer can load a stored file of `<dataFolder>/media`. */
  mediaUrl: (fileName: string) => string;
  /** HubSpot's limits for this app, before its answers say otherwise. Infinity = unthrottled (bench). */
  hubSpotLimits: { perTenSeconds: number; searchesPerSecond: number };
  syncIntervalMinutes: () => number;
  /** Under which the other consoles of the workspace see this one. */
  agentName: () => string;
  /** Remembers the name that a person chose, so that `agentName` gives it. */
  saveAgentName?: (name: string) => void;
  /** Whether customers shall see that a person read their messages. */
  hasReadReceipts: () => boolean;
  /** Seconds in which a sent message can be taken back before LINE gets it; 0 = none. */
  undoSeconds: () => number;
  /** Address under which the renderer can load a file of `<dataFolder>/outgoing`. */
  outgoingUrl: (fileName: string) => string;
}

/** The product without a screen. All promises reject with LumoError for what a person can act on. */
export interface Engine {
  accounts: ServiceOf<'accounts'>;
  dashboard: ServiceOf<'dashboard'>;
  sync: ServiceOf<'sync'>;
  mapping: ServiceOf<'mapping'>;
  repair: ServiceOf<'repair'>;
  lists: ServiceOf<'lists'>;
  companies: ServiceOf<'companies'>;
  records: ServiceOf<'records'>;
  troubleshoot: ServiceOf<'troubleshoot'>;
  /** Hands out the history as CSV, line by line, the head first. */
  exportHistory(input: Inputs['app']['exportHistory']): AsyncIterable<string>;
  contacts: ServiceOf<'contacts'>;
  links: ServiceOf<'links'>;
  chat: ServiceOf<'chat'>;
  team: ServiceOf<'team'>;
  search: ServiceOf<'search'>;
  setup: ServiceOf<'setup', 'checkLine' | 'connectLine' | 'saveProperties'> & {
    hubSpotState(): SetupState['hubSpot'];
    officialAccounts(): SetupState['officialAccounts'];
    connectHubSpot(): Promise<void>;
    connectHubSpotToken(token: string): Promise<void>;
    cancelHubSpot(): void;
    startFirstSync(): Promise<void>;
  };
  /** The stored file of a message, to be saved or opened by a person's explicit act; null while it is not here. */
  messageFile(messageId: string): MessageFile | null;
  /** Keeps files that a page adds to be sent. */
  outgoingFiles: Chat['outgoingFiles'];
  /** The cached picture behind a page's path (`/picture/…`), or null. */
  picture(path: string): Promise<StoredPicture | null>;
  storageNotice: AppInfo['storageNotice'];
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** Starts relay, outbox, media and schedules; resumes what a crash left. */
  start(): Promise<void>;
  /** Tells the engine that the computer woke up or the network came back: everything waiting tries at once. */
  wake(): void;
  /** Called when the interval setting changed. */
  rescheduleSync(): void;
  /** Called when the name under which others see this console changed. */
  tellAgentName(): void;
  /** Drains or stops every loop and closes the database; unfinished work resumes at the next start. */
  stop(): Promise<void>;
}
