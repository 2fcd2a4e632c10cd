import type { Problem } from '../../../../shared/errors/error-code';

/** Why a mapping cannot be saved, at the field that it belongs to. */
export interface PlacedProblem {
  readonly itemProblem: Problem | null;
  readonly ruleProblem: Problem | null;
  /** What belongs to no field, such as a connection that is gone. */
  readonly otherProblem: Problem | null;
}

/** Problems that belong to the choice of the Lumo item. */
const AT_ITEM: readonly string[] = ['SYNC_ITEM_TAKEN', 'SYNC_ITEM_TYPE_MISMATCH'];

/** Sorts a problem of a mapping to the field where it is shown. */
export function placeProblem(problem: Problem | null): PlacedProblem {
  const isAtItem = problem !== null && AT_ITEM.includes(problem.code);
  const isAtRule = problem !== null && problem.code === 'SYNC_RULE_NOT_ALLOWED';
  return {
    itemProblem: isAtItem ? problem : null,
    ruleProblem: isAtRule ? problem : null,
    otherProblem: isAtItem || isAtRule ? null : problem,
  };
}
