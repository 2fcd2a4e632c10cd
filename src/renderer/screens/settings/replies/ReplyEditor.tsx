import { ActionIcon, Button, Group, Stack, Text, Textarea, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CannedReply } from '../../../../shared/model/chat';
import { orpc, rpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { showProblem } from '../../../components/show-problem';
import { showUndo } from '../../../components/show-undo';
import { namePlaceholder } from '../../chats/team/canned-text';
import { ReplyPreview } from './ReplyPreview';
import {
  canAddBubble,
  contentsOf,
  type FormBubble,
  type FormProblem,
  formOf,
  longestReply,
  newBubble,
  problemsOf,
} from './reply-form';

interface ReplyEditorProps {
  /** null = a new one. */
  readonly reply: CannedReply | null;
  readonly others: readonly CannedReply[];
  readonly onSaved: (id: string) => void;
  readonly onClose: () => void;
}

/** One ready-made answer: how it is called, what it says, how it looks to a customer. Use it under a `key` of the reply. */
export function ReplyEditor({ reply, others, onSaved, onClose }: ReplyEditorProps) {
  const { t } = useTranslation(['settings', 'common']);
  const client = useQueryClient();
  const [form, setForm] = useState(() => formOf(reply));
  const [isTried, setTried] = useState(false);
  const fields = useRef(new Map<number, HTMLTextAreaElement>());
  const problems = problemsOf(form, others);
  const say = (...mine: readonly FormProblem[]): string | null => {
    const problem = problems.find((each) => mine.includes(each));
    // what is only missing is not held against a form that nobody tried to store
    if (problem === undefined || (!isTried && problem.endsWith('Missing'))) return null;
    return t(`settings:replies.problems.${problem}`, { max: longestReply });
  };
  const save = useMutation(
    orpc.team.saveCannedReply.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: async (saved) => {
        await client.invalidateQueries({ queryKey: orpc.team.cannedReplies.key() });
        onSaved(saved.id);
      },
    }),
  );
  const remove = useMutation(orpc.team.removeCannedReply.mutationOptions());

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (problems.length > 0) return;
    save.mutate({
      id: form.id,
      shortcut: form.shortcut.trim(),
      title: form.title.trim(),
      contents: contentsOf(form),
    });
  };
  const setBubble = (key: number, text: string): void =>
    setForm({
      ...form,
      bubbles: form.bubbles.map((bubble) =>
        bubble.key === key && bubble.kind === 'text' ? { ...bubble, text } : bubble,
      ),
    });
  const insertName = (bubble: FormBubble): void => {
    if (bubble.kind !== 'text') return;
    const field = fields.current.get(bubble.key);
    const from = field?.selectionStart ?? bubble.text.length;
    const to = field?.selectionEnd ?? from;
    setBubble(bubble.key, bubble.text.slice(0, from) + namePlaceholder + bubble.text.slice(to));
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(from + namePlaceholder.length, from + namePlaceholder.length);
    });
  };
  const discard = (): void => {
    if (reply === null) return;
    const { shortcut, title, contents } = reply;
    remove.mutate(
      { id: reply.id },
      {
        onSuccess: () => {
          onClose();
          void client.invalidateQueries({ queryKey: orpc.team.cannedReplies.key() });
          showUndo({
            message: t('settings:replies.removed', { title }),
            label: t('settings:replies.undo'),
            run: () => {
              rpc.team
                .saveCannedReply({ id: null, shortcut, title, contents })
                .then(() => client.invalidateQueries({ queryKey: orpc.team.cannedReplies.key() }))
                .catch(showProblem);
            },
          });
        },
      },
    );
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Group gap="sm" align="flex-start" wrap="nowrap">
          <TextInput
            label={t('settings:replies.shortcut')}
            value={form.shortcut}
            maxLength={40}
            leftSection="/"
            autoFocus={reply === null}
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => setForm({ ...form, shortcut: event.currentTarget.value })}
            error={say('shortcutMissing', 'shortcutBad', 'shortcutTaken')}
            className="replies-shortcut"
          />
          <TextInput
            label={t('settings:replies.title')}
            value={form.title}
            maxLength={100}
            onChange={(event) => setForm({ ...form, title: event.currentTarget.value })}
            error={say('titleMissing')}
            className="replies-title"
          />
        </Group>
        {form.bubbles.map((bubble, place) =>
          bubble.kind === 'text' ? (
            <Textarea
              key={bubble.key}
              ref={(field) => {
                if (field === null) fields.current.delete(bubble.key);
                else fields.current.set(bubble.key, field);
              }}
              label={
                form.bubbles.length === 1
                  ? t('settings:replies.text')
                  : t('settings:replies.textOf', { number: place + 1, count: form.bubbles.length })
              }
              description={place === 0 ? t('settings:replies.textHint', { placeholder: namePlaceholder }) : null}
              autosize
              minRows={3}
              maxRows={12}
              value={bubble.text}
              onChange={(event) => setBubble(bubble.key, event.currentTarget.value)}
              error={place === 0 ? say('textMissing', 'textLong') : null}
              inputContainer={(children) => (
                <div className="replies-text">
                  {children}
                  <div className="replies-text-tools">
                    <Button size="compact-xs" variant="light" onClick={() => insertName(bubble)}>
                      {t('settings:replies.insertName')}
                    </Button>
                    {form.bubbles.length > 1 ? (
                      <RemoveBubble
                        number={place + 1}
                        onRemove={() =>
                          setForm({ ...form, bubbles: form.bubbles.filter((each) => each.key !== bubble.key) })
                        }
                      />
                    ) : null}
                  </div>
                </div>
              )}
            />
          ) : (
            <Group key={bubble.key} gap="xs" className="replies-kept">
              <Text size="sm">
                {bubble.content.type === 'sticker'
                  ? t('settings:replies.sticker', { id: bubble.content.stickerId })
                  : t('settings:replies.place', { title: bubble.content.title })}
              </Text>
              <RemoveBubble
                number={place + 1}
                onRemove={() => setForm({ ...form, bubbles: form.bubbles.filter((each) => each.key !== bubble.key) })}
              />
            </Group>
          ),
        )}
        <div>
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={!canAddBubble(form)}
            onClick={() => setForm({ ...form, bubbles: [...form.bubbles, newBubble()] })}
          >
            {t('settings:replies.addText')}
          </Button>
        </div>
        <ReplyPreview contents={contentsOf(form)} />
        {save.error === null ? null : <ErrorNotice problem={problemOf(save.error)} />}
        <Group justify="space-between">
          {reply === null ? (
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
          ) : (
            <Button
              variant="subtle"
              color="red"
              leftSection={<IconTrash size={15} aria-hidden />}
              loading={remove.isPending}
              onClick={discard}
            >
              {t('settings:replies.remove')}
            </Button>
          )}
          <Button type="submit" loading={save.isPending}>
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function RemoveBubble({ number, onRemove }: { readonly number: number; readonly onRemove: () => void }) {
  const { t } = useTranslation('settings');
  const label = t('replies.removeText', { number });
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} onClick={onRemove}>
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
