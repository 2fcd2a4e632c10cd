import { setImmediate as nextTurn } from 'node:timers/promises';
import { keyOfChange } from '../../shared/relay-protocol';
import { createMetaRepository } from '../storage/meta-repository';
import { createSharedValueRepository } from '../storage/shared-value-repository';
import { inTransaction } from '../storage/storage';
import type { WorkspaceChangeRepository } from '../storage/workspace-change-repository';
import type { TeamDeps } from './team-types';

const toldKey = 'team/toldUnknown';
const portion = 200;

/**
 * Tells the log of what is held here and the log knows nothing of: what was made before there was a relay, and what a relay
 * lost that was restored from a backup or replaced. Runs once after everything that the log has was read.
 */
export function createTellUnknown(
  deps: Pick<TeamDeps, 'storage' | 'relay' | 'ids' | 'logger' | 'workspaceId'> & {
    changes: WorkspaceChangeRepository;
    onWaiting: () => void;
  },
) {
  const { changes, ids, logger, storage, workspaceId } = deps;
  const meta = createMetaRepository(storage);
  const values = createSharedValueRepository(storage);
  let isStopped = true;
  let running: Promise<void> | null = null;

  const tellAll = async (): Promise<void> => {
    let hasWaiting = false;
    for (const changesHere of values.portions(portion)) {
      if (isStopped) return;
      inTransaction(storage, () => {
        for (const change of changesHere) {
          const changeKey = keyOfChange(change);
          if (changes.position(changeKey) > 0 || changes.hasWaiting(changeKey)) continue;
          changes.add({ id: ids.ulid(), changeKey, body: JSON.stringify(change) });
          hasWaiting = true;
        }
      });
      await nextTurn();
    }
    if (isStopped) return;
    meta.set(toldKey, workspaceId);
    if (hasWaiting) deps.onWaiting();
  };
  return {
    start(): void {
      isStopped = false;
    },
    /** Everything that the log has is here. */
    onCaughtUp(): void {
      if (isStopped || deps.relay === null || running !== null || meta.get(toldKey) === workspaceId) return;
      running = tellAll()
        .catch((error: unknown) => logger.error('what the log does not know could not be told', { error }))
        .finally(() => {
          running = null;
        });
    },
    /** Inside a transaction: the log may have lost what it had. */
    noteLogReplaced: (): void => meta.delete(toldKey),
    async stop(): Promise<void> {
      isStopped = true;
      await running;
    },
  };
}
