import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TagChip } from '../../../components/tags/TagChip';
import type { TagColor } from '../../../components/tags/tag-color';

/** A row has room for so many. */
const mostShown = 2;

interface RowTagsProps {
  readonly tags: readonly string[];
  readonly colorOf: (name: string) => TagColor;
}

/** The first tags of a friend, and how many more there are. */
export function RowTags({ tags, colorOf }: RowTagsProps) {
  const { t, i18n } = useTranslation('chats');
  if (tags.length === 0) return null;
  const more = tags.slice(mostShown);
  const names = new Intl.ListFormat(i18n.language, { type: 'unit' }).format(more);
  return (
    <span className="chat-row-tags">
      {tags.slice(0, mostShown).map((name) => (
        <TagChip key={name} name={name} color={colorOf(name)} size="small" />
      ))}
      {more.length === 0 ? null : (
        <span className="chat-row-more-tags" title={names}>
          <span aria-hidden>+{more.length}</span>
          <VisuallyHidden>{t('list.moreTags', { count: more.length, names })}</VisuallyHidden>
        </span>
      )}
    </span>
  );
}
