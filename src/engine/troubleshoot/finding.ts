import type { Finding } from '../../shared/contract/accounts-contract';

type Fix = NonNullable<Finding['fix']>;
type Rest = { params?: Finding['params']; fix?: Fix | null; about?: string };

/** Builds one finding. `about` tells findings of one kind apart (an account, a list, a property), so that ids are stable. */
export function finding(topic: Finding['topic'], state: Finding['state'], key: string, rest: Rest = {}): Finding {
  const about = rest.about === undefined ? '' : `/${rest.about}`;
  return {
    id: `${topic}/${key}${about}`,
    topic,
    state,
    finding: key,
    params: rest.params ?? {},
    fix: rest.fix ?? null,
  };
}

/** Places that findings lead to, as the window addresses them. */
export const open = (target: string): Fix => ({ action: 'open', target });
export const accountsPlace = open('/settings/accounts');
/** A tab of Sync data. */
export const syncPlace = (tab: 'contact' | 'lists' | 'problems'): Fix => open(`/sync/${tab}`);
export const resync: Fix = { action: 'resync', target: 'full' };

/** Runs at most `limit` at a time; answers in the order given. */
export async function inParallel<Input, Output>(
  inputs: readonly Input[],
  limit: number,
  work: (input: Input) => Promise<Output>,
): Promise<Output[]> {
  const answers: Output[] = [];
  const waiting = inputs.map((input, index) => ({ input, index }));
  const runner = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      answers[next.index] = await work(next.input);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, inputs.length) }, runner));
  return answers;
}
