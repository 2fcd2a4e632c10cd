import { Button, Chip, Group, NativeSelect, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { syncRunKindSchema, syncRunStatusSchema, syncTriggerSchema } from '../../../shared/model/sync';
import { useFormat } from '../../i18n/useFormat';
import { ChoiceFilter } from './ChoiceFilter';
import { isNarrowed, useHistoryView } from './history-view';

const PERIODS = ['all', 'today', 'week', 'month'] as const;

/** Narrows the list by status, trigger, kind and period, and says how many runs are left. */
export function RunFilters({ total }: { readonly total: number | null }) {
  const { t } = useTranslation(['history', 'common']);
  const format = useFormat();
  const { filter, period, change, setPeriod, clear } = useHistoryView();
  const { from, to } = filter;
  const rangeName = from === null ? '' : to === null ? format.date(from) : rangeText(from, to, format.date);
  return (
    <Group justify="space-between" mb="xs" gap="sm">
      <Group gap={8}>
        <Chip.Group
          multiple
          value={[...filter.statuses]}
          onChange={(values) =>
            change({ statuses: syncRunStatusSchema.options.filter((status) => values.includes(status)) })
          }
        >
          <Group gap={6} role="group" aria-label={t('history:filter')}>
            {syncRunStatusSchema.options.map((status) => (
              <Chip key={status} value={status} size="xs" variant="outline">
                {t(`common:runStatus.${status}`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <ChoiceFilter
          label={t('history:columns.trigger')}
          options={syncTriggerSchema.options.map((value) => ({ value, label: t(`common:runTrigger.${value}`) }))}
          chosen={filter.triggers}
          onChange={(triggers) => change({ triggers })}
        />
        <ChoiceFilter
          label={t('history:columns.kind')}
          options={syncRunKindSchema.options.map((value) => ({ value, label: t(`common:runKind.${value}`) }))}
          chosen={filter.kinds}
          onChange={(kinds) => change({ kinds })}
        />
        <NativeSelect
          size="xs"
          aria-label={t('history:filters.period')}
          value={period}
          onChange={({ currentTarget: { value } }) => {
            const named = PERIODS.find((one) => one === value);
            if (named !== undefined) setPeriod(named, Date.now());
          }}
          data={[
            ...PERIODS.map((value) => ({ value, label: t(`history:period.${value}`) })),
            ...(period === 'range' ? [{ value: 'range', label: rangeName }] : []),
          ]}
        />
        {isNarrowed(filter) ? (
          <Button variant="subtle" size="xs" onClick={clear}>
            {t('history:filters.clear')}
          </Button>
        ) : null}
      </Group>
      <Text size="xs" c="dimmed" role="status">
        {total === null ? '' : t('history:total', { count: total })}
      </Text>
    </Group>
  );
}

/** A span of days as one text; `to` is the moment after its end. */
function rangeText(from: number, to: number, date: (at: number) => string): string {
  const last = date(to - 1);
  return date(from) === last ? last : `${date(from)} - ${last}`;
}
