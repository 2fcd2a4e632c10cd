import { ActionIcon, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../../stores/actions';

interface SearchBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** True for the one search of a tab that the key `/` leads to. */
  readonly hasKey?: boolean;
}

/** A search field that can be cleared; the key `/` leads to the tab's own. */
export function SearchBox({ label, value, onChange, hasKey = false }: SearchBoxProps) {
  const { t } = useTranslation('sync');
  const input = useRef<HTMLInputElement>(null);
  useActions(
    hasKey
      ? [
          {
            id: 'sync-search',
            group: 'sync',
            label: t('actions.search'),
            keys: '/',
            run: () => input.current?.select(),
          },
        ]
      : [],
  );
  return (
    <TextInput
      ref={input}
      size="sm"
      className="sync-search"
      aria-label={label}
      placeholder={label}
      value={value}
      maxLength={200}
      onChange={(event) => onChange(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        value === '' ? null : (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t('clearSearch')}
            onClick={() => onChange('')}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        )
      }
    />
  );
}
