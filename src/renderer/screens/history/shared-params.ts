import type { ErrorParams, Problem } from '../../../shared/errors/error-code';

/** The params that these problems hold with the same value: what can be said of all of them in one sentence. */
export function sharedParams(problems: readonly Problem[]): ErrorParams {
  const [first, ...others] = problems;
  if (first === undefined) return {};
  return Object.fromEntries(
    Object.entries(first.params).filter(([name, value]) => others.every(({ params }) => params[name] === value)),
  );
}
