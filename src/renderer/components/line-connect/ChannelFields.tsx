import { PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LineCredentials, lineCredentialsSchema } from '../../../shared/contract/setup-contract';

interface ChannelFieldsProps {
  readonly value: LineCredentials;
  readonly onChange: (value: LineCredentials) => void;
}

/** Channel ID and channel secret as the LINE Developers Console shows them, each checked as it is typed. */
export function ChannelFields({ value, onChange }: ChannelFieldsProps) {
  const { t } = useTranslation('setup');
  const [left, setLeft] = useState({ id: false, secret: false });
  const isIdWrong = value.channelId !== '' && !lineCredentialsSchema.shape.channelId.safeParse(value.channelId).success;
  const secret = value.channelSecret ?? '';
  const isSecretWrong = secret !== '' && !lineCredentialsSchema.shape.channelSecret.safeParse(secret).success;
  return (
    <Stack gap="sm" maw={420}>
      <TextInput
        label={t('line.channelId')}
        description={t('line.channelIdHint')}
        value={value.channelId}
        onChange={(event) => onChange({ ...value, channelId: event.currentTarget.value.trim() })}
        onBlur={() => setLeft((held) => ({ ...held, id: true }))}
        error={isIdWrong && (left.id || /\D/.test(value.channelId)) ? t('line.channelIdWrong') : undefined}
        inputMode="numeric"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <PasswordInput
        label={t('line.channelSecret')}
        description={t('line.channelSecretHint')}
        value={secret}
        onChange={(event) => {
          const next = event.currentTarget.value.trim();
          onChange({ ...value, channelSecret: next === '' ? null : next });
        }}
        onBlur={() => setLeft((held) => ({ ...held, secret: true }))}
        error={isSecretWrong && (left.secret || secret.length >= 32) ? t('line.channelSecretWrong') : undefined}
        autoComplete="off"
        spellCheck={false}
      />
    </Stack>
  );
}
