import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { missingOwnFields, type OwnConnection, ownConnectionSchema } from '../../../shared/contract/setup-contract';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { ErrorNotice } from '../../components/ErrorNotice';

const FIELDS = ['hubSpotClientId', 'hubSpotClientSecret', 'relayUrl', 'workspaceId', 'deviceToken'] as const;
const SECRETS: ReadonlySet<string> = new Set(['hubSpotClientSecret', 'deviceToken']);
const EMPTY: OwnConnection = {
  hubSpotClientId: '',
  hubSpotClientSecret: '',
  relayUrl: '',
  workspaceId: '',
  deviceToken: '',
};

interface OwnAccountsFormProps {
  /** Values that are remembered; the secrets among them are asked again. */
  readonly known?: Pick<OwnConnection, 'hubSpotClientId' | 'relayUrl' | 'workspaceId'>;
  readonly onBack?: () => void;
  readonly onUsed?: () => void;
}

/** What own accounts need before signing in: the HubSpot app and the relay. Each value is checked as it is typed. */
export function OwnAccountsForm({ known, onBack, onUsed }: OwnAccountsFormProps) {
  const { t } = useTranslation(['setup', 'common']);
  const client = useQueryClient();
  const [values, setValues] = useState<OwnConnection>({ ...EMPTY, ...known });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const use = useMutation(
    orpc.setup.useOwnAccounts.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: (state) => {
        client.setQueryData(orpc.setup.state.queryKey(), state);
        onUsed?.();
      },
    }),
  );
  const parsed = ownConnectionSchema.safeParse(values);
  const missing = missingOwnFields(values);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setLeft(new Set(FIELDS));
        if (parsed.success && missing.length === 0) use.mutate(parsed.data);
      }}
    >
      <Stack gap="md" maw={560}>
        <Text c="dimmed" size="sm">
          {t('setup:own.lead')}
        </Text>
        {FIELDS.map((field, index) => {
          const Input = SECRETS.has(field) ? PasswordInput : TextInput;
          const isWrong = missing.includes(field) || !ownConnectionSchema.shape[field].safeParse(values[field]).success;
          return (
            <Input
              key={field}
              label={t(`setup:own.${field}.label`)}
              description={t(`setup:own.${field}.hint`)}
              value={values[field]}
              onChange={(event) => {
                const text = event.currentTarget.value;
                setValues((held) => ({ ...held, [field]: text }));
              }}
              onBlur={() => {
                if (values[field] !== '') setLeft((held) => new Set(held).add(field));
              }}
              error={isWrong && left.has(field) ? t(`setup:own.${field}.wrong`) : undefined}
              autoComplete="off"
              spellCheck={false}
              autoFocus={index === 0}
            />
          );
        })}
        {use.error === null ? null : <ErrorNotice problem={problemOf(use.error)} />}
        <Group>
          <Button type="submit" loading={use.isPending}>
            {t(known === undefined ? 'common:next' : 'common:save')}
          </Button>
          {onBack === undefined ? null : (
            <Button variant="subtle" onClick={onBack}>
              {t('common:back')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
