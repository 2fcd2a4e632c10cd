import { useMutation } from '@tanstack/react-query';
import type { Finding } from '../../../shared/contract/accounts-contract';
import { officialAccountIdSchema } from '../../../shared/model/ids';
import { goTo } from '../../app/hash-location';
import { rpc } from '../../bridge/client';

type Fix = NonNullable<Finding['fix']>;

/** Does what cures a finding: goes to a place, or asks the engine and looks again afterwards. */
export function useFix(onMended: () => void): { run: (fix: Fix) => void; isRunning: boolean } {
  const work = useMutation({
    mutationFn: async ({ action, target }: Fix): Promise<void> => {
      switch (action) {
        case 'open':
          goTo(target);
          return;
        case 'openHubSpot':
          return rpc.app.openExternal({ url: target });
        case 'signIn':
          await rpc.setup.connectHubSpot();
          return;
        case 'testHubSpot':
          await rpc.accounts.testHubSpot();
          return;
        case 'testLine':
          await rpc.accounts.testLine({ id: officialAccountIdSchema.parse(target) });
          return;
        case 'testRelay':
          await rpc.accounts.testRelay();
          return;
        case 'resync':
          await rpc.sync.start({ kind: target === 'full' ? 'full' : 'incremental' });
          return;
        case 'refreshLists':
          return rpc.lists.refresh();
      }
    },
    onSuccess: (_, { action }) => {
      if (action !== 'open') onMended();
    },
  });
  return { run: (fix) => work.mutate(fix), isRunning: work.isPending };
}
