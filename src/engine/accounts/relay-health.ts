import type { Problem } from '../../shared/errors/error-code';
import { toProblem } from '../../shared/errors/lumo-error';
import type { RelayHealthView, RelayState } from '../../shared/model/account';
import type { RelayHealth } from '../../shared/relay-protocol';
import type { Clock } from '../core/clock';
import { RelayError } from '../relay/relay-error';
import type { RelayPort } from '../relay/relay-port';

interface RelayHealthDeps {
  relay: RelayPort | null;
  clock: Clock;
  state: () => RelayState;
  lastEventAt: () => number | null;
  /** Position in the workspace's log up to which everything was applied here. */
  cursor: () => number;
  onChecked: () => void;
}

/** The relay as it was found at the last look. Nothing is asked for before `test`. */
export function createRelayHealth(deps: RelayHealthDeps) {
  const { clock, relay } = deps;
  let answer: RelayHealth | null = null;
  let clockSkewMs: number | null = null;
  let checkedAt: number | null = null;
  let problem: Problem | null = null;

  const view = (): RelayHealthView => ({
    state: deps.state(),
    url: relay?.url ?? null,
    lastEventAt: deps.lastEventAt(),
    clockSkewMs,
    behindBy: answer === null ? null : Math.max(0, answer.head - deps.cursor()),
    checkedAt,
    problem: relay === null ? { code: 'RELAY_NEEDED', params: {} } : problem,
  });

  const ask = async (): Promise<void> => {
    if (relay === null) return;
    const askedAt = clock.now();
    try {
      const found = await relay.health();
      // the relay read its clock somewhere between the question and the answer
      const middle = askedAt + (clock.now() - askedAt) / 2;
      answer = found;
      clockSkewMs = Math.round(found.now - middle);
      problem = null;
    } catch (error) {
      if (!(error instanceof RelayError)) throw error;
      problem = toProblem(error);
    }
    checkedAt = clock.now();
  };

  return {
    view,
    /** The relay's last answer: what it takes webhooks for, and when the last one came. */
    lastAnswer: (): RelayHealth | null => answer,
    /** Asks now, and has a lost connection tried at once. The finding is in the answer. */
    async test(): Promise<RelayHealthView> {
      relay?.wake();
      await ask();
      deps.onChecked();
      return view();
    },
  };
}
export type RelayHealthCheck = ReturnType<typeof createRelayHealth>;
