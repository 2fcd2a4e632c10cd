import { Tooltip } from '@mantine/core';
import { useFormat } from '../i18n/useFormat';
import { useNow } from './useNow';

interface TimeTextProps {
  /** Epoch ms; null shows a dash. */
  readonly at: number | null;
  /** `relative`: "5 minutes ago". `short`: the time today, else the date. `full`: date and time. */
  readonly form?: 'relative' | 'short' | 'full';
}

/** A moment in the reader's words, kept fresh, with the exact time on hover. */
export function TimeText({ at, form = 'relative' }: TimeTextProps) {
  const format = useFormat();
  const now = useNow(); // renewed every half minute: something newer than that is not in the future
  if (at === null) return <span>-</span>;
  const text =
    form === 'relative'
      ? format.relative(at, at > now ? Date.now() : now)
      : form === 'short'
        ? format.short(at, now)
        : format.dateTime(at);
  return (
    <Tooltip label={format.fullDateTime(at)} openDelay={400}>
      <time dateTime={new Date(at).toISOString()}>{text}</time>
    </Tooltip>
  );
}
