import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchInput } from '../../../components/SearchInput';
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
  return <SearchInput input={input} className="sync-search" label={label} value={value} onChange={onChange} />;
}
