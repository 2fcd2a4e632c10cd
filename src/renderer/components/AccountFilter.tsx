import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OfficialAccount } from '../../shared/model/account';
import type { OfficialAccountId } from '../../shared/model/ids';
import { accountColor } from './account-color';

interface AccountFilterProps {
  readonly accounts: readonly OfficialAccount[];
  readonly value: OfficialAccountId | null;
  readonly onChange: (id: OfficialAccountId | null) => void;
}

function AccountDot({ id }: { readonly id: string | null }) {
  const color = id === null ? 'var(--mantine-color-dimmed)' : `var(--mantine-color-${accountColor(id)}-6)`;
  return <span className="lumo-account-dot" style={{ background: color }} aria-hidden />;
}

/** Narrows a list to one Official Account. Its colour is the rail of its rows. */
export function AccountFilter({ accounts, value, onChange }: AccountFilterProps) {
  const { t } = useTranslation();
  return (
    <Select
      size="xs"
      aria-label={t('accountFilter.label')}
      data={[
        { value: '', label: t('accountFilter.all') },
        ...accounts.map((account) => ({ value: account.id, label: account.displayName })),
      ]}
      value={value ?? ''}
      onChange={(next) => onChange(accounts.find((account) => account.id === next)?.id ?? null)}
      allowDeselect={false}
      searchable={accounts.length > 8}
      leftSection={<AccountDot id={value} />}
      renderOption={({ option }) => (
        <span className="lumo-account-option">
          <AccountDot id={option.value === '' ? null : option.value} />
          {option.label}
        </span>
      )}
      comboboxProps={{ shadow: 'md' }}
    />
  );
}
