import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { FriendId } from '../../../../shared/model/ids';
import { orpc } from '../../../bridge/client';
import { TagChip } from '../../../components/tags/TagChip';
import { tagColor } from '../../../components/tags/tag-color';
import { SearchMenu, type SearchMenuHandle } from './SearchMenu';

interface TagEditorProps {
  readonly friendId: FriendId;
  readonly tags: readonly string[];
  readonly handle: RefObject<SearchMenuHandle | null>;
}

/** The tags of a friend: taken away at a click, given from a menu in which a new one is made by typing its name. */
export function TagEditor({ friendId, tags, handle }: TagEditorProps) {
  const { t } = useTranslation('chats');
  const all = useQuery(orpc.team.tags.queryOptions()).data ?? [];
  const give = useMutation(orpc.team.giveTag.mutationOptions());
  const take = useMutation(orpc.team.takeTag.mutationOptions());
  const colorOf = (name: string) => tagColor(name, all.find((tag) => tag.name === name)?.color ?? null);
  const toggle = (tag: string): void => {
    if (tags.includes(tag)) take.mutate({ friendId, tag });
    else give.mutate({ friendId, tag });
  };
  return (
    <div className="chat-tags">
      {tags.map((name) => (
        <TagChip
          key={name}
          name={name}
          color={colorOf(name)}
          remove={{ label: t('tags.remove', { name }), run: () => take.mutate({ friendId, tag: name }) }}
        />
      ))}
      <SearchMenu
        handle={handle}
        options={all.map((tag) => ({
          value: tag.name,
          label: tag.name,
          icon: (
            <span
              className="lumo-tag-dot"
              style={{ background: `var(--mantine-color-${colorOf(tag.name)}-6)` }}
              aria-hidden
            />
          ),
          isChosen: tags.includes(tag.name),
        }))}
        searchLabel={t('tags.search')}
        emptyText={t('tags.none')}
        onPick={toggle}
        create={{
          label: (name) => t('tags.create', { name }),
          run: (tag) => give.mutate({ friendId, tag }),
        }}
        target={({ isOpen, toggle: open }) => (
          <Button
            size="compact-xs"
            variant="default"
            className="chat-tag-add"
            leftSection={<IconPlus size={12} aria-hidden />}
            aria-label={t('tags.add')}
            aria-haspopup="listbox"
            aria-expanded={isOpen}
            onClick={open}
          >
            {t('tags.addShort')}
          </Button>
        )}
      />
    </div>
  );
}
