import { SegmentedControl, Stack, Text } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { settingsSchema } from '../../../shared/model/settings';
import { useSettings } from '../../bridge/useSettings';
import { Card } from '../../components/Card';

const LANGUAGES = ['system', 'en', 'ja'] as const;
const THEMES = ['system', 'light', 'dark'] as const;

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

/** Language and theme. */
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
    </Stack>
  );
}
