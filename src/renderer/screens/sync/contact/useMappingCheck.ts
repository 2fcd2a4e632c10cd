import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { MappingCheck } from '../../../../shared/contract/mapping-contract';
import type { Problem } from '../../../../shared/errors/error-code';
import type { SyncRule } from '../../../../shared/model/sync';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';

/** What a mapping would mean, live while it is chosen. */
export interface LiveCheck {
  /** undefined until the first answer. */
  readonly check: MappingCheck | undefined;
  /** Why the mapping cannot be saved, at the field that it belongs to. */
  readonly itemProblem: Problem | null;
  readonly ruleProblem: Problem | null;
  /** What kept the check itself from being made, or belongs to no field. */
  readonly otherProblem: Problem | null;
  readonly isChecking: boolean;
}

/** Problems that belong to the choice of the Lumo item. */
const AT_ITEM: readonly string[] = ['SYNC_ITEM_TAKEN', 'SYNC_ITEM_TYPE_MISMATCH'];

/** Sorts a problem of a mapping to the field where it is shown. */
export function placeProblem(problem: Problem | null): Pick<LiveCheck, 'itemProblem' | 'ruleProblem' | 'otherProblem'> {
  const isAtItem = problem !== null && AT_ITEM.includes(problem.code);
  const isAtRule = problem !== null && problem.code === 'SYNC_RULE_NOT_ALLOWED';
  return {
    itemProblem: isAtItem ? problem : null,
    ruleProblem: isAtRule ? problem : null,
    otherProblem: isAtItem || isAtRule ? null : problem,
  };
}

/** Asks what mapping a property to an item by a rule would mean; null leaves that choice to the engine. */
export function useMappingCheck(propertyName: string, lumoItem: string | null, rule: SyncRule | null): LiveCheck {
  const { data, error, isFetching } = useQuery({
    ...orpc.mapping.check.queryOptions({ input: { propertyName, lumoItem, rule } }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  return {
    check: data,
    ...placeProblem(error === null ? (data?.problem ?? null) : problemOf(error)),
    isChecking: isFetching,
  };
}
