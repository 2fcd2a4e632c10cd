import { Switch } from '@mantine/core';
import { IconLockAccess } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../../bridge/client';
import { AccountAvatar } from '../../../components/AccountAvatar';
import { useAbility } from '../useAbility';

/** For each Official Account whether its group chats become HubSpot companies, and what that does. */
export function GroupSwitches() {
  const { t } = useTranslation('sync');
  const client = useQueryClient();
  const { officialAccounts, isReadOnly, lacks } = useAbility();
  const missing = lacks('companiesWrite');
  const save = useMutation(
    orpc.accounts.saveIntegration.mutationOptions({
      onSettled: () =>
        Promise.all([
          client.invalidateQueries({ queryKey: orpc.dashboard.key() }),
          client.invalidateQueries({ queryKey: orpc.companies.key() }),
        ]),
    }),
  );
  if (officialAccounts.length === 0) return null;
  return (
    <section className="sync-switches" aria-label={t('groups.switches')}>
      <h2>{t('groups.switches')}</h2>
      <p>{t('groups.switchHint')}</p>
      {missing === null ? null : (
        <p className="sync-pane-note">
          <IconLockAccess size={15} aria-hidden />
          {t('groups.switchOff', { scope: missing.scope ?? 'crm.objects.companies.write' })}
        </p>
      )}
      <div className="sync-switch-list">
        {officialAccounts.map(({ id, displayName, pictureUrl, syncsGroups }) => {
          const isSaving = save.isPending && save.variables.id === id;
          return (
            <div key={id} className="sync-switch">
              <AccountAvatar name={displayName} pictureUrl={pictureUrl} colorKey={id} size={26} />
              <span className="sync-cut">{displayName}</span>
              <Switch
                size="sm"
                aria-label={t('groups.switchOf', { name: displayName })}
                checked={isSaving ? (save.variables.patch.syncsGroups ?? syncsGroups) : syncsGroups}
                disabled={isReadOnly || isSaving || (missing !== null && !syncsGroups)}
                onChange={(event) => save.mutate({ id, patch: { syncsGroups: event.currentTarget.checked } })}
              />
            </div>
          );
        })}
      </div>
    </section>
  );
}
