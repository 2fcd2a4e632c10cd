import { ActionIcon, Button, Group, Modal, Text, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconTags, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tag } from '../../../../shared/model/chat';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { Card } from '../../../components/Card';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { TagChip } from '../../../components/tags/TagChip';
import { tagColor } from '../../../components/tags/tag-color';
import { ColorMenu } from './ColorMenu';

/** The tags of the workspace: a new one, their colours, how many friends have each, and their removal. */
export function TagList() {
  const { t } = useTranslation(['settings', 'common']);
  const tags = useQuery(orpc.team.tags.queryOptions());
  const save = useMutation(orpc.team.saveTag.mutationOptions());
  const [name, setName] = useState('');
  const [leaving, setLeaving] = useState<Tag | null>(null);
  const wanted = name.trim();
  const isTaken = tags.data?.some((tag) => tag.name === wanted) ?? false;
  const add = (event: FormEvent): void => {
    event.preventDefault();
    if (wanted !== '' && !isTaken) save.mutate({ name: wanted, color: null }, { onSuccess: () => setName('') });
  };
  return (
    <Card title={t('settings:team.tags')}>
      <div className="settings-card-body">
        <Text size="sm" c="dimmed" mb="sm">
          {t('settings:team.tagsHint')}
        </Text>
        <form onSubmit={add}>
          <Group gap="xs" align="flex-start" mb="sm">
            <TextInput
              aria-label={t('settings:team.newTag')}
              placeholder={t('settings:team.newTag')}
              value={name}
              maxLength={100}
              onChange={(event) => setName(event.currentTarget.value)}
              error={isTaken ? t('settings:team.tagTaken') : null}
            />
            <Button
              type="submit"
              variant="default"
              leftSection={<IconPlus size={15} aria-hidden />}
              disabled={wanted === '' || isTaken}
              loading={save.isPending}
            >
              {t('settings:team.addTag')}
            </Button>
          </Group>
        </form>
        {tags.isPending ? <LoadingRows rows={3} /> : null}
        {tags.isError ? <ErrorNotice problem={problemOf(tags.error)} onRetry={() => void tags.refetch()} /> : null}
        {tags.data?.length === 0 ? (
          <EmptyState icon={IconTags} title={t('settings:team.noTags')} hint={t('settings:team.noTagsHint')} />
        ) : null}
        <ul className="team-tags">
          {tags.data?.map((tag) => {
            const color = tagColor(tag.name, tag.color);
            return (
              <li key={tag.name}>
                <ColorMenu
                  label={t('settings:team.colorOf', { name: tag.name })}
                  value={color}
                  onChange={(next) => save.mutate({ name: tag.name, color: next })}
                />
                <span className="team-tag-name">
                  <TagChip name={tag.name} color={color} />
                </span>
                <span className="team-tag-count">{t('settings:team.friends', { count: tag.friendCount })}</span>
                <Tooltip label={t('settings:team.removeTag', { name: tag.name })}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('settings:team.removeTag', { name: tag.name })}
                    onClick={() => setLeaving(tag)}
                  >
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              </li>
            );
          })}
        </ul>
      </div>
      {leaving === null ? null : <RemoveTag tag={leaving} onClose={() => setLeaving(null)} />}
    </Card>
  );
}

function RemoveTag({ tag, onClose }: { readonly tag: Tag; readonly onClose: () => void }) {
  const { t } = useTranslation(['settings', 'common']);
  const remove = useMutation(orpc.team.removeTag.mutationOptions({ onSuccess: onClose }));
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title={t('settings:team.removeTitle', { name: tag.name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Text size="sm">{t('settings:team.removeText', { count: tag.friendCount })}</Text>
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common:cancel')}
        </Button>
        <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate({ name: tag.name })}>
          {t('settings:team.remove')}
        </Button>
      </Group>
    </Modal>
  );
}
