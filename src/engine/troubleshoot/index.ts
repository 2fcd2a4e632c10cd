import type { Finding } from '../../shared/contract/accounts-contract';
import type { ServiceOf } from '../engine-types';
import { checkContacts } from './check-contacts';
import { checkHubSpot } from './check-hubspot';
import { checkLine } from './check-line';
import { checkLists } from './check-lists';
import { checkProperties } from './check-properties';
import { checkClock, checkRelay, checkStorage } from './check-surroundings';
import { inParallel } from './finding';
import type { Found, TroubleshootDeps } from './troubleshoot-deps';

const testsAtOnce = 6;

/**
 * Looks at everything that can keep data from being shown or synced, when it is asked for (H2). First the connections are
 * tested, then what depends on them; a check that fails itself says so and does not hold up the others.
 */
export function createTroubleshoot(deps: TroubleshootDeps): ServiceOf<'troubleshoot'> {
  const guarded = async (topic: Finding['topic'], check: () => Finding[] | Promise<Finding[]>): Promise<Finding[]> => {
    try {
      return await check();
    } catch (error) {
      deps.logger.warn('a check could not be made', { topic, error });
      return [{ id: `${topic}/notChecked`, topic, state: 'unknown', finding: 'notChecked', params: {}, fix: null }];
    }
  };

  const run = async () => {
    const [account, relay, officialAccounts] = await Promise.all([
      deps.hubSpot.account() === null ? null : deps.hubSpot.test(),
      deps.relay.test(),
      inParallel(deps.line.officialAccounts(), testsAtOnce, ({ id }) => deps.line.test(id)),
    ]);
    const found: Found = { account, isReachable: account?.health === 'ok' };
    const checks = await Promise.all([
      guarded('lists', () => checkLists(deps, found)),
      guarded('contacts', () => checkContacts(deps, found)),
      guarded('property', () => checkProperties(deps, found)),
      guarded('hubSpot', () => checkHubSpot(deps, found)),
      guarded('line', () => checkLine(officialAccounts, relay.url !== null)),
      guarded('relay', () => checkRelay(deps, relay, found)),
      guarded('clock', () => checkClock(deps, relay, found)),
      guarded('storage', () => checkStorage(deps)),
    ]);
    return { findings: checks.flat(), checkedAt: deps.clock.now() };
  };

  let running: ReturnType<typeof run> | null = null;
  return {
    /** Calls at the same time share one look. */
    run() {
      running ??= run().finally(() => {
        running = null;
      });
      return running;
    },
  };
}
