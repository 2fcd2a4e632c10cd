import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface LoadingRowsProps {
  readonly rows?: number;
  /** Height of a row in px. */
  readonly height?: number;
}

const WIDTHS = ['92%', '78%', '85%', '64%', '88%', '72%'] as const;

/** Grey rows in the shape of what is being read. */
export function LoadingRows({ rows = 6, height = 18 }: LoadingRowsProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" p="md" role="status">
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows never change places
        <Skeleton key={row} height={height} width={WIDTHS[row % WIDTHS.length]} radius="sm" aria-hidden />
      ))}
    </Stack>
  );
}
