import { Select, Stack, Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { IntegrationPatch } from '../../../shared/contract/accounts-contract';
import type { OfficialAccount } from '../../../shared/model/account';
import { settingsSchema } from '../../../shared/model/settings';
import { orpc } from '../../bridge/client';

const INTERVALS = [0, 5, 15, 30, 60, 240] as const;
const SWITCHES = ['createsContactsOnFollow', 'createsContactsOnMessage', 'syncsGroups'] as const;

/** What an integration does by itself: contacts for new friends, groups as companies, its own interval. */
export function IntegrationSwitches({ account }: { readonly account: OfficialAccount }) {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const save = useMutation(
    orpc.accounts.saveIntegration.mutationOptions({
      onSettled: () => client.invalidateQueries({ queryKey: orpc.setup.state.key() }),
    }),
  );
  const change = (patch: IntegrationPatch): void => save.mutate({ id: account.id, patch });
  // What was clicked is shown at once; the answer, or its refusal, then says what is.
  const patched = save.isPending ? { ...account, ...save.variables.patch } : account;
  return (
    <Stack gap="sm" component="section" aria-label={t('integration.title')}>
      <h3 className="settings-subtitle">{t('integration.title')}</h3>
      {SWITCHES.map((name) => (
        <Switch
          key={name}
          label={t(`integration.${name}.label`)}
          description={t(`integration.${name}.hint`)}
          checked={patched[name]}
          onChange={(event) => change({ [name]: event.currentTarget.checked })}
        />
      ))}
      <Select
        label={t('integration.interval')}
        description={t('integration.intervalHint')}
        data={[
          { value: '', label: t('integration.asSettings') },
          ...INTERVALS.map((minutes) => ({ value: String(minutes), label: t(`sync.intervals.${minutes}`) })),
        ]}
        value={patched.syncIntervalMinutes === null ? '' : String(patched.syncIntervalMinutes)}
        onChange={(value) => {
          if (value === null || value === '') {
            change({ syncIntervalMinutes: null });
            return;
          }
          const parsed = settingsSchema.shape.syncIntervalMinutes.safeParse(Number(value));
          if (parsed.success) change({ syncIntervalMinutes: parsed.data });
        }}
        allowDeselect={false}
        maw={360}
      />
    </Stack>
  );
}
