import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isImeEnter } from '../../../components/ime';
import { useNow } from '../../../components/useNow';
import { fromFieldTime, sendTimes, toFieldTime } from './send-times';

interface PickTimeProps {
  /** What it stands at first; null = tomorrow morning. */
  readonly at: number | null;
  readonly confirmLabel: string;
  readonly onPick: (at: number) => void;
  readonly onClose: () => void;
}

/** Asks for the date and time to send at, in the zone of this computer. */
export function PickTime({ at, confirmLabel, onPick, onClose }: PickTimeProps) {
  const { t, i18n } = useTranslation('chats');
  const now = useNow('second');
  const [text, setText] = useState(() => {
    const tomorrow = sendTimes(Date.now()).find((time) => time.name === 'tomorrow');
    return toFieldTime(at ?? tomorrow?.at ?? Date.now());
  });
  const chosen = fromFieldTime(text, now);
  const zone = new Intl.DateTimeFormat(i18n.language, { timeZoneName: 'long' })
    .formatToParts(now)
    .find((part) => part.type === 'timeZoneName')?.value;
  const pick = (): void => {
    if (chosen === null) return;
    onPick(chosen);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('composer.later.pickTitle')} size="sm" centered>
      <TextInput
        type="datetime-local"
        label={t('composer.later.when')}
        description={zone}
        value={text}
        min={toFieldTime(now)}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !isImeEnter(event)) pick();
        }}
        error={chosen === null ? t('composer.later.invalid') : null}
        data-autofocus
      />
      <Text size="sm" mt="sm" c="dimmed" mih={20}>
        {chosen === null
          ? null
          : new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full', timeStyle: 'short' }).format(chosen)}
      </Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('composer.cancel')}
        </Button>
        <Button onClick={pick} disabled={chosen === null}>
          {confirmLabel}
        </Button>
      </Group>
    </Modal>
  );
}
