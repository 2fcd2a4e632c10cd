import { Radio, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { settingsSchema } from '../../../shared/model/settings';
import { useSettings } from '../../bridge/useSettings';
import { Card } from '../../components/Card';
import { Kbd } from '../../components/Kbd';

const SEND_KEYS = ['enter', 'modEnter'] as const;
const UNDO_SECONDS = [0, 3, 5, 10] as const;

/** How a message is sent and taken back, what customers see of us, and how new messages are told. */
export function ChatSection() {
  const { t } = useTranslation('settings');
  const [settings, change] = useSettings();
  const undoId = useId();
  const undoChoices = [...new Set([...UNDO_SECONDS, settings.undoSeconds])].sort((one, other) => one - other);
  return (
    <Stack gap="md">
      <Card title={t('chat.sending')}>
        <Stack gap="lg" className="settings-card-body">
          <Radio.Group
            label={t('chat.sendKey')}
            description={t('chat.sendKeyHint')}
            value={settings.sendKey}
            onChange={(value) => {
              const sendKey = settingsSchema.shape.sendKey.safeParse(value);
              if (sendKey.success) change({ sendKey: sendKey.data });
            }}
          >
            <Stack gap="xs" mt="xs">
              {SEND_KEYS.map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={
                    <span className="settings-key">
                      <Kbd keys={value === 'enter' ? 'enter' : 'mod+enter'} /> {t(`chat.sendKeys.${value}`)}
                    </span>
                  }
                />
              ))}
            </Stack>
          </Radio.Group>
          <div>
            <Text size="sm" fw={550} id={undoId}>
              {t('chat.undo')}
            </Text>
            <Text size="xs" c="dimmed" mb={6}>
              {t('chat.undoHint')}
            </Text>
            <SegmentedControl
              aria-labelledby={undoId}
              value={String(settings.undoSeconds)}
              onChange={(value) => {
                const undoSeconds = settingsSchema.shape.undoSeconds.safeParse(Number(value));
                if (undoSeconds.success) change({ undoSeconds: undoSeconds.data });
              }}
              data={undoChoices.map((seconds) => ({
                value: String(seconds),
                label: seconds === 0 ? t('chat.undoOff') : t('chat.undoSeconds', { count: seconds }),
              }))}
            />
          </div>
        </Stack>
      </Card>
      <Card title={t('chat.receiving')}>
        <Stack gap="lg" className="settings-card-body">
          <Switch
            label={t('chat.readReceipts')}
            description={t('chat.readReceiptsHint')}
            checked={settings.hasReadReceipts}
            onChange={(event) => change({ hasReadReceipts: event.currentTarget.checked })}
          />
          <Switch
            label={t('chat.notifications')}
            description={t('chat.notificationsHint')}
            checked={settings.hasNotifications}
            onChange={(event) => change({ hasNotifications: event.currentTarget.checked })}
          />
          <Switch
            label={t('chat.sound')}
            description={t('chat.soundHint')}
            checked={settings.hasSound}
            onChange={(event) => change({ hasSound: event.currentTarget.checked })}
          />
        </Stack>
      </Card>
    </Stack>
  );
}
