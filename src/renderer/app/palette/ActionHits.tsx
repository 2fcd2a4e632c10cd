import { Spotlight } from '@mantine/spotlight';
import { useTranslation } from 'react-i18next';
import { Kbd } from '../../components/Kbd';
import type { AppAction } from '../../stores/actions';

const GROUPS = ['chat', 'contact', 'sync', 'go', 'view', 'app'] as const satisfies readonly AppAction['group'][];

/** Actions of the palette under the names of their groups; what the open screen offers comes first. */
export function ActionHits({ actions }: { readonly actions: readonly AppAction[] }) {
  const { t } = useTranslation('palette');
  return GROUPS.map((group) => {
    const own = actions.filter((action) => action.group === group);
    if (own.length === 0) return null;
    return (
      <Spotlight.ActionsGroup key={group} label={t(`groups.${group}`)}>
        {own.map((action) => (
          <Spotlight.Action
            key={action.id}
            label={action.label}
            onClick={action.run}
            rightSection={action.keys === undefined ? null : <Kbd keys={action.keys} />}
          />
        ))}
      </Spotlight.ActionsGroup>
    );
  });
}
