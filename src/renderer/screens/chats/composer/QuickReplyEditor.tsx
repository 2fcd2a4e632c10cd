import { Button, Group, Modal, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { maxQuickReplies, type QuickReply } from '../../../../shared/model/outgoing';
import { isImeEnter } from '../../../components/ime';
import { TapRow } from './TapRow';
import { newTap, problemOfTap, quickReplyOf, type TapDraft, type TapKind, tapDraftOf } from './tap-draft';

interface QuickReplyEditorProps {
  readonly held: readonly QuickReply[];
  readonly onDone: (replies: QuickReply[]) => void;
  readonly onClose: () => void;
}

const kinds: readonly TapKind[] = ['say', 'url', 'postback', 'camera', 'cameraRoll', 'location'];

/** Writes the buttons that stand above the customer's keyboard until the next message. */
export function QuickReplyEditor({ held, onDone, onClose }: QuickReplyEditorProps) {
  const { t } = useTranslation('chats');
  const [taps, setTaps] = useState<readonly TapDraft[]>(() => (held.length === 0 ? [newTap()] : held.map(tapDraftOf)));
  const [isChecked, setChecked] = useState(false);
  const done = (): void => {
    // A row that was not begun is no mistake.
    const begun = taps.filter((tap) => tap.label.trim() !== '' || tap.value.trim() !== '');
    setChecked(true);
    if (begun.some((tap) => problemOfTap(tap) !== null)) return;
    onDone(begun.flatMap((tap) => quickReplyOf(tap) ?? []));
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('composer.quick.title')} size="lg" centered>
      <form
        className="chat-form"
        onSubmit={(event) => {
          event.preventDefault();
          done();
        }}
        onKeyDown={(event) => {
          if (isImeEnter(event)) event.preventDefault();
        }}
      >
        <Text size="sm" c="dimmed">
          {t('composer.quick.hint')}
        </Text>
        {taps.map((tap, index) => (
          <TapRow
            key={tap.key}
            tap={tap}
            kinds={kinds}
            number={index + 1}
            isChecked={isChecked && (tap.label !== '' || tap.value !== '')}
            onChange={(next) => setTaps(taps.map((each) => (each.key === tap.key ? next : each)))}
            onRemove={() => setTaps(taps.filter((each) => each.key !== tap.key))}
          />
        ))}
        <Group justify="space-between" mt="xs">
          <Button
            variant="subtle"
            leftSection={<IconPlus size={15} aria-hidden />}
            disabled={taps.length >= maxQuickReplies}
            onClick={() => setTaps([...taps, newTap()])}
          >
            {t('composer.quick.add')}
          </Button>
          <Group gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('composer.cancel')}
            </Button>
            <Button type="submit">{t('composer.apply')}</Button>
          </Group>
        </Group>
      </form>
    </Modal>
  );
}
