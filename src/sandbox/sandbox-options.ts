import type { HistoryDelivery } from './line/history/deliver-history';
import type { OfficialAccountCredentials } from './line/official-accounts';

/** The servers of the sandbox, by what they stand for. */
export type EndpointName = 'hubspotApi' | 'hubspotApp' | 'lineApi' | 'lineData' | 'lineAccess' | 'phone' | 'control';

/** How a sandbox is started. */
export interface SandboxOptions {
  /** Where the state is kept (`sandbox.db`); null keeps it in memory. */
  readonly dataFolder: string | null;
  readonly seed?: number | undefined;
  /** HubSpot contacts; 5,000 when absent. */
  readonly contacts?: number | undefined;
  /** Friends over both Official Accounts; 1,200 when absent. */
  readonly friends?: number | undefined;
  /** Past LINE messages; 30,000 when absent. */
  readonly messages?: number | undefined;
  /** Ports to listen on; one that is not given is the one used last time if it is free, else any. */
  readonly ports?: Partial<Record<EndpointName, number>> | undefined;
  readonly now?: (() => number) | undefined;
  readonly log?: ((line: string) => void) | undefined;
  readonly hubspotWebhookTarget?: string | null | undefined;
  /** Redirect URIs that the HubSpot app allows, exactly. */
  readonly redirectUris?: readonly string[] | undefined;
  /** Told when the network is taken off or brought back, so that what else belongs to it can follow. */
  readonly onNetworkChange?: ((isUp: boolean) => void) | undefined;
  /** Waits before LINE's redeliveries. */
  readonly redeliveryDelaysMs?: readonly number[] | undefined;
  /** How long a LINE webhook may take; 2,000 when absent, as with LINE. */
  readonly webhookDeadlineMs?: number | undefined;
}

/** A running sandbox. */
export interface Sandbox {
  /** Base URLs without a trailing slash. */
  readonly endpoints: Readonly<Record<EndpointName, string>>;
  readonly hubspotClient: { readonly clientId: string; readonly clientSecret: string };
  /** Static tokens of HubSpot accounts that people can paste in: of private apps and service keys. */
  hubspotTokens(): { name: string; kind: string; token: string }[];
  readonly officialAccounts: readonly OfficialAccountCredentials[];
  /** The sandbox's clock, epoch ms: it can be ahead of the real one. */
  now(): number;
  /** Where HubSpot's webhooks go; null stops them. */
  setHubSpotWebhookTarget(url: string | null): Promise<void>;
  /** Sends the customers' past messages and follows to the registered webhook endpoints, as if these had been there all the time. */
  deliverHistory(): Promise<HistoryDelivery>;
  /** Friends of an Official Account who are contacts of the main HubSpot account, too. */
  friendsWhoAreContacts(channelId: string): { userId: string; contactId: string }[];
  /** Takes HubSpot and LINE off the network or brings them back on the same ports. The phone and the scenario API stay. */
  setNetwork(isUp: boolean): Promise<void>;
  /** Empties everything and seeds it anew; tokens, planned faults and the clock's lead are gone, too. */
  reset(): Promise<void>;
  close(): Promise<void>;
}
