import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconFilterX, IconSearch, IconX } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { OptionCount } from '../../../shared/contract/contacts-contract';
import { contactFilterSchema } from '../../../shared/model/contact';
import { isNarrowed, useContactsView } from './contacts-view';
import { OptionFilter } from './OptionFilter';

interface ContactFiltersProps {
  readonly stages: readonly OptionCount[];
  readonly statuses: readonly OptionCount[];
  readonly searchInput: RefObject<HTMLInputElement | null>;
}

const links = ['any', 'linked', 'unlinked'] as const;

/** What narrows the table: words, lifecycle stages, lead statuses, tie to LINE. */
export function ContactFilters({ stages, statuses, searchInput }: ContactFiltersProps) {
  const { t } = useTranslation('contacts');
  const { filter, change, clear } = useContactsView();
  return (
    <search className="contact-filters">
      <TextInput
        ref={searchInput}
        size="sm"
        className="contact-search"
        aria-label={t('filter.search')}
        placeholder={t('filter.search')}
        value={filter.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        maxLength={200}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          filter.text === '' ? null : (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t('filter.clearSearch')}
              onClick={() => change({ text: '' })}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          )
        }
      />
      <OptionFilter
        label={t('filter.lifecycleStages')}
        options={stages}
        chosen={filter.lifecycleStages}
        onChange={(lifecycleStages) => change({ lifecycleStages })}
      />
      <OptionFilter
        label={t('filter.leadStatuses')}
        options={statuses}
        chosen={filter.leadStatuses}
        onChange={(leadStatuses) => change({ leadStatuses })}
      />
      <SegmentedControl
        size="sm"
        aria-label={t('filter.link')}
        data={links.map((value) => ({ value, label: t(`filter.${value}`) }))}
        value={filter.link}
        onChange={(value) => change({ link: contactFilterSchema.shape.link.parse(value) })}
      />
      {isNarrowed(filter) ? (
        <Button
          variant="subtle"
          size="sm"
          color="gray"
          leftSection={<IconFilterX size={16} aria-hidden />}
          onClick={clear}
        >
          {t('filter.clear')}
        </Button>
      ) : null}
    </search>
  );
}
