import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { Logger } from '../core/logger';
import type { LineChannel } from '../line/line-port';
import type { Storage } from '../storage/storage';

export interface FriendsDeps {
  storage: Storage;
  clock: Clock;
  logger: Logger;
  events: EventBus;
  channel(botUserId: string): LineChannel | null;
}

/** Background reading of who the friends are: profiles, group titles, follower lists. */
export interface Friends {
  start(): void;
  /** Looks for people without a profile now. Cheap to call often. */
  kick(): void;
  wake(): void;
  stop(): Promise<void>;
  /** Lists the followers of an account where LINE allows it, in the background. Repeatable. */
  discover(botUserId: string): void;
}
