import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const stateSchema = z.object({
  /** The seed and sizes of the world that the rest belongs to. */
  plan: z.string(),
  workspaceId: z.string(),
  /** Kept, so that the webhook URLs stay good; 0 before the first start. */
  relayPort: z.number().int().min(0).max(65_535),
  isHistoryDelivered: z.boolean(),
});

/** What the trial host remembers from one start to the next. */
export type TrialState = z.infer<typeof stateSchema>;

/** Reads the state of a trial folder; null for a new one. A damaged file counts as new: what was delivered is not taken twice. */
export function readTrialState(dataFolder: string): TrialState | null {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(fileIn(dataFolder), 'utf8')));
  } catch {
    return null;
  }
}

/** Replaces the state at once: a crash leaves the old or the new one. */
export function writeTrialState(dataFolder: string, state: TrialState): void {
  const temporary = `${fileIn(dataFolder)}.new`;
  writeFileSync(temporary, JSON.stringify(state), { mode: 0o600, flush: true });
  renameSync(temporary, fileIn(dataFolder));
}

function fileIn(dataFolder: string): string {
  return join(dataFolder, 'trial.json');
}
