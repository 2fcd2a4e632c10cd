import { Radio, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { settingsSchema } from '../../../shared/model/settings';
import { useSettings } from '../../bridge/useSettings';
import { Card } from '../../components/Card';
import { Kbd } from '../../components/Kbd';

const LANGUAGES = ['system', 'en', 'ja'] as const;
const THEMES = ['system', 'light', 'dark'] as const;
const SEND_KEYS = ['enter', 'modEnter'] as const;

function Field({ label, children }: { readonly label: string; readonly children: (labelId: string) => ReactNode }) {
  const id = useId();
  return (
    <div>
      <Text size="sm" fw={550} mb={6} id={id}>
        {label}
      </Text>
      {children(id)}
    </div>
  );
}

/** Language, theme, the key that sends, notifications. */
export function GeneralSection() {
  const { t } = useTranslation(['settings', 'common']);
  const [settings, change] = useSettings();
  return (
    <Stack gap="md">
      <Card title={t('settings:general.look')}>
        <Stack gap="lg" className="settings-card-body">
          <Field label={t('settings:general.language')}>
            {(labelId) => (
              <SegmentedControl
                aria-labelledby={labelId}
                value={settings.language}
                onChange={(value) => {
                  const language = settingsSchema.shape.language.safeParse(value);
                  if (language.success) change({ language: language.data });
                }}
                data={LANGUAGES.map((value) => ({ value, label: t(`common:language.${value}`) }))}
              />
            )}
          </Field>
          <Field label={t('settings:general.theme')}>
            {(labelId) => (
              <SegmentedControl
                aria-labelledby={labelId}
                value={settings.theme}
                onChange={(value) => {
                  const theme = settingsSchema.shape.theme.safeParse(value);
                  if (theme.success) change({ theme: theme.data });
                }}
                data={THEMES.map((value) => ({ value, label: t(`common:theme.${value}`) }))}
              />
            )}
          </Field>
        </Stack>
      </Card>
      <Card title={t('settings:general.chat')}>
        <Stack gap="lg" className="settings-card-body">
          <Radio.Group
            label={t('settings:general.sendKey')}
            description={t('settings:general.sendKeyHint')}
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
                      <Kbd keys={value === 'enter' ? 'enter' : 'mod+enter'} /> {t(`settings:general.sendKeys.${value}`)}
                    </span>
                  }
                />
              ))}
            </Stack>
          </Radio.Group>
          <Switch
            label={t('settings:general.notifications')}
            description={t('settings:general.notificationsHint')}
            checked={settings.hasNotifications}
            onChange={(event) => change({ hasNotifications: event.currentTarget.checked })}
          />
        </Stack>
      </Card>
    </Stack>
  );
}
