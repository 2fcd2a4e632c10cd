import { Button, Group, Textarea } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../../bridge/useSettings';
import { isImeEnter } from '../../../components/ime';
import { Kbd } from '../../../components/Kbd';
import { enterIntent } from '../composer/send-key';

/** `chat.addNote` takes no more. */
export const longestNote = 5_000;
/** The count is shown once so much is left. */
const nearEnd = 500;

interface NoteTextProps {
  readonly text: string;
  readonly saveLabel: string;
  readonly isSaving: boolean;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
  /** Escape, and the Cancel button where `isCancelShown`. */
  readonly onCancel: () => void;
  readonly isCancelShown?: boolean;
  readonly hint?: ReactNode;
  readonly field?: RefObject<HTMLTextAreaElement | null>;
}

/** The yellow field of a note with its buttons. The keys that send a message save here; an input method's Enter does not. */
export function NoteText(props: NoteTextProps) {
  const { text, saveLabel, isSaving, onChange, onSave, onCancel, isCancelShown = false, hint, field } = props;
  const { t } = useTranslation('chats');
  const [{ sendKey }] = useSettings();
  const own = useRef<HTMLTextAreaElement>(null);
  const input = field ?? own;
  const canSave = text.trim() !== '' && text.trim().length <= longestNote && !isSaving;
  useEffect(() => {
    const area = input.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, [input]);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) {
      event.stopPropagation();
      onCancel();
      return;
    }
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    const intent = enterIntent({ key, shiftKey, ctrlKey, metaKey, altKey, isIme: isImeEnter(event) }, sendKey);
    if (intent !== 'send' && intent !== 'sendAtOnce') return;
    event.preventDefault();
    if (canSave) onSave();
  };
  return (
    <div className="note-box">
      <Textarea
        ref={input}
        variant="unstyled"
        autosize
        minRows={2}
        maxRows={9}
        aria-label={t('notes.label')}
        placeholder={t('notes.placeholder')}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        classNames={{ input: 'note-input' }}
      />
      <Group gap="xs" justify="flex-end" className="note-foot">
        {hint === undefined ? null : <span className="note-hint">{hint}</span>}
        {text.length > longestNote - nearEnd ? (
          <span className="note-count" data-over={text.trim().length > longestNote} role="status">
            {t('notes.count', { units: text.trim().length, limit: longestNote })}
          </span>
        ) : null}
        {isCancelShown ? (
          <Button size="xs" variant="subtle" color="gray" onClick={onCancel}>
            {t('notes.cancel')}
          </Button>
        ) : null}
        <Button
          size="xs"
          color="amber"
          className="note-save"
          disabled={!canSave}
          loading={isSaving}
          onClick={onSave}
          rightSection={<Kbd keys={sendKey === 'enter' ? 'enter' : 'mod+enter'} />}
        >
          {saveLabel}
        </Button>
      </Group>
    </div>
  );
}
