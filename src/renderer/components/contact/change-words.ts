import type { FieldChange, FieldOutcome } from '../../../shared/model/sync';

/** The side whose value came through; null = neither, both keep their own. */
export function winnerOf(outcome: FieldOutcome): 'hubSpot' | 'lumo' | null {
  switch (outcome) {
    case 'tookHubSpot':
    case 'filledLumo':
      return 'hubSpot';
    case 'keptLumo':
    case 'filledHubSpot':
    case 'personEdit':
      return 'lumo';
    case 'leftDifferent':
    case 'undone':
    case 'refused':
      return null;
  }
}

/** Why one side won where both had changed. */
export type ConflictReason = 'byRule' | 'later' | 'empty' | 'none';

/** How a conflict came out, for the sentence that explains it; null = it was none. */
export function conflictOf(
  change: Pick<FieldChange, 'isConflict' | 'outcome' | 'rule'>,
): { readonly winner: 'hubSpot' | 'lumo' | 'nobody'; readonly reason: ConflictReason } | null {
  if (!change.isConflict) return null;
  const winner = winnerOf(change.outcome);
  if (winner === null) return { winner: 'nobody', reason: 'none' };
  if (change.outcome === 'filledLumo' || change.outcome === 'filledHubSpot') return { winner, reason: 'empty' };
  return { winner, reason: change.rule === 'mostRecentWins' ? 'later' : 'byRule' };
}
