import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { MappingCheck } from '../../../../shared/contract/mapping-contract';
import type { SyncRule } from '../../../../shared/model/sync';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { type PlacedProblem, placeProblem } from './place-problem';

/** What a mapping would mean, live while it is chosen. */
export interface LiveCheck extends PlacedProblem {
  /** undefined until the first answer. */
  readonly check: MappingCheck | undefined;
  readonly isChecking: boolean;
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
