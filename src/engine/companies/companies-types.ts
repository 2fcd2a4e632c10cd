import type { HubSpotAccount } from '../../shared/model/account';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { Logger } from '../core/logger';
import type { ServiceOf } from '../engine-types';
import type { CallContext, HubSpotPort } from '../hubspot';
import type { LineChannel } from '../line';
import type { Storage } from '../storage/storage';
import type { RunStep, RunStepContext } from '../sync';

/** Scopes without which no company can be made of a group (HubSpot facts, section 19). */
export const companyScopes = { write: 'crm.objects.companies.write', schemas: 'crm.schemas.companies.write' } as const;

export interface CompaniesDeps {
  storage: Storage;
  hubSpot: HubSpotPort;
  clock: Clock;
  logger: Logger;
  events: EventBus;
  /** null = not connected, or its secret is not known in this session. */
  channel: (botUserId: string) => LineChannel | null;
  account: () => HubSpotAccount | null;
  isConnected: () => boolean;
  /** True when the connection was granted the scope. */
  hasScope: (scope: string) => boolean;
  /** The account's switch "group chats become companies" (B15). */
  syncsGroups: (botUserId: string) => boolean;
}

/** Who has groups written, and who wants to know what was refused. */
export interface WriteContext {
  call: CallContext;
  signal: AbortSignal;
  onProgress: RunStepContext['onProgress'];
  fail: RunStepContext['fail'];
}

/** Companies, and the LINE groups that stand for some of them (B15). */
export interface Companies {
  service: ServiceOf<'companies'>;
  /** The step of a run: groups as LINE tells them now, written to HubSpot where they changed. */
  syncGroups: RunStep;
  /** HubSpot said that a company changed, was merged or deleted. */
  onCompanyChanged(companyId: string): void;
  /** Groups changed, or a switch did: looks at them soon. */
  kick(): void;
  start(): void;
  /** Tries at once what waits. */
  wake(): void;
  /** Ends what is under way outside of runs; resolves when it has ended. */
  interrupt(): Promise<void>;
  stop(): Promise<void>;
}
