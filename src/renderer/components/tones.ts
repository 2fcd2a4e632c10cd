import type { ConnectionHealth, RelayState } from '../../shared/model/account';
import type { SyncRunStatus } from '../../shared/model/sync';
import type { StatusTone } from './StatusMark';

/** Shape and colour of a connection's health. */
export const HEALTH_TONE: Readonly<Record<ConnectionHealth, StatusTone>> = {
  ok: 'ok',
  offline: 'off',
  attention: 'error',
  unknown: 'neutral',
};

/** Shape and colour of the relay's state. */
export const RELAY_TONE: Readonly<Record<RelayState, StatusTone>> = {
  connecting: 'busy',
  catchingUp: 'busy',
  live: 'ok',
  offline: 'off',
  refused: 'error',
};

/** Shape and colour of a sync run's status. "Completed with problems" is its own, neither success nor failure. */
export const RUN_TONE: Readonly<Record<SyncRunStatus, StatusTone>> = {
  running: 'busy',
  completed: 'ok',
  completedWithProblems: 'warning',
  failed: 'error',
  cancelled: 'neutral',
};
