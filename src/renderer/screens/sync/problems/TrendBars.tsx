import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/useFormat';

/** New problems of each of the last days, oldest first, as tiny bars; the numbers are said for those who do not see them. */
export function TrendBars({ trend }: { readonly trend: readonly number[] }) {
  const { t } = useTranslation('sync');
  const format = useFormat();
  const highest = Math.max(1, ...trend);
  const words = t('problems.trend', { numbers: trend.map(format.number).join(', ') });
  return (
    <span className="problems-trend" title={words}>
      <VisuallyHidden>{words}</VisuallyHidden>
      {trend.map((count, day) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the day
          key={day}
          aria-hidden
          data-is-empty={count === 0}
          style={{ height: `${Math.max(8, (count / highest) * 100)}%` }}
        />
      ))}
    </span>
  );
}
