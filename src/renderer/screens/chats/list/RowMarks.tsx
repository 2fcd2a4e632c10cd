import { VisuallyHidden } from '@mantine/core';
import { IconAlertCircleFilled, IconClock, IconHandStop, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type RowMark, rowMarks } from './row-marks';

const SHAPES = {
  failed: IconAlertCircleFilled,
  held: IconHandStop,
  draft: IconPencil,
  scheduled: IconClock,
} as const satisfies Readonly<Record<RowMark, unknown>>;

/** Draft, scheduled, held, failed: the most pressing with its word, the others as shapes that are named. */
export function RowMarks({ row }: { readonly row: Parameters<typeof rowMarks>[0] }) {
  const { t } = useTranslation('chats');
  return rowMarks(row).map((mark, place) => {
    const Shape = SHAPES[mark];
    return (
      <span key={mark} className="chat-row-mark" data-tone={mark} title={t(`list.${mark}`)}>
        <Shape size={13} aria-hidden />
        {place === 0 ? t(`list.${mark}`) : <VisuallyHidden>{t(`list.${mark}`)}</VisuallyHidden>}
      </span>
    );
  });
}
