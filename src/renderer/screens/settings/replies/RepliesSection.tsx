import { Button, Group, Text, UnstyledButton } from '@mantine/core';
import { IconMessageBolt, IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { SearchInput } from '../../../components/SearchInput';
import { useActions } from '../../../stores/actions';
import { findReplies, textOfReply } from '../../chats/team/canned-text';
import { ReplyEditor } from './ReplyEditor';

const newReply = 'new';

/** Ready-made answers of the workspace: the list with its search beside the one that is edited. */
export function RepliesSection() {
  const { t } = useTranslation('settings');
  const replies = useQuery(orpc.team.cannedReplies.queryOptions());
  const [text, setText] = useState('');
  const [openId, setOpenId] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const all = replies.data ?? [];
  const shown = findReplies(all, text);
  const open = all.find((reply) => reply.id === openId) ?? null;
  useActions([
    { id: 'reply-new', group: 'app', label: t('replies.new'), keys: 'N', run: () => setOpenId(newReply) },
    { id: 'reply-search', group: 'app', label: t('replies.search'), keys: '/', run: () => search.current?.select() },
  ]);
  return (
    <>
      <Text size="sm" c="dimmed" mb="md">
        {t('replies.lead')}
      </Text>
      {replies.isError ? (
        <ErrorNotice problem={problemOf(replies.error)} onRetry={() => void replies.refetch()} />
      ) : null}
      <div className="replies lumo-card">
        <section className="replies-list" aria-label={t('replies.list')}>
          <Group gap="xs" wrap="nowrap" className="replies-head">
            <SearchInput
              input={search}
              label={t('replies.search')}
              value={text}
              onChange={setText}
              className="replies-search"
            />
            <Button
              leftSection={<IconPlus size={15} aria-hidden />}
              onClick={() => setOpenId(newReply)}
              className="replies-new"
            >
              {t('replies.newShort')}
            </Button>
          </Group>
          {replies.isPending ? <LoadingRows rows={5} /> : null}
          {replies.isSuccess && shown.length === 0 && text !== '' ? (
            <EmptyState icon={IconSearch} title={t('replies.noMatch', { text })} />
          ) : null}
          <ul>
            {shown.map((reply) => (
              <li key={reply.id}>
                <UnstyledButton
                  className="replies-row"
                  aria-current={reply.id === openId}
                  onClick={() => setOpenId(reply.id)}
                >
                  <span className="replies-row-head">
                    <strong>{reply.title}</strong>
                    <code>/{reply.shortcut}</code>
                  </span>
                  <span className="replies-row-text">{textOfReply(reply.contents)}</span>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </section>
        <section className="replies-edit" aria-label={t('replies.editor')}>
          {open !== null || openId === newReply ? (
            <ReplyEditor
              key={openId}
              reply={openId === newReply ? null : open}
              others={all}
              onSaved={(id) => setOpenId(id)}
              onClose={() => setOpenId(null)}
            />
          ) : (
            <EmptyState
              icon={IconMessageBolt}
              title={t(all.length === 0 ? 'replies.none' : 'replies.choose')}
              hint={t(all.length === 0 ? 'replies.noneHint' : 'replies.chooseHint')}
              action={
                all.length === 0 && replies.isSuccess ? (
                  <Button onClick={() => setOpenId(newReply)}>{t('replies.new')}</Button>
                ) : undefined
              }
            />
          )}
        </section>
      </div>
    </>
  );
}
