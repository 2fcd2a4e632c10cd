import { Button, Group, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../../bridge/client';
import { Card } from '../../../components/Card';

/** The name under which colleagues see this console: beside assignments, notes and answers. */
export function MyName() {
  const { t } = useTranslation(['settings', 'common']);
  const client = useQueryClient();
  const agents = useQuery(orpc.team.agents.queryOptions());
  const held = agents.data?.find((agent) => agent.isMe)?.name ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? held;
  const save = useMutation(
    orpc.team.setMyName.mutationOptions({
      onSuccess: async (_answer, input) => {
        await client.invalidateQueries({ queryKey: orpc.team.agents.key() });
        setTyped(null);
        notifications.show({ message: t('settings:team.nameSaved', { name: input.name }) });
      },
    }),
  );
  const isChanged = name.trim() !== '' && name.trim() !== held;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isChanged) save.mutate({ name: name.trim() });
  };
  return (
    <Card title={t('settings:team.me')}>
      <form className="settings-card-body" onSubmit={submit}>
        <Group align="flex-end" gap="xs">
          <TextInput
            label={t('settings:team.name')}
            description={t('settings:team.nameHint')}
            value={name}
            maxLength={100}
            onChange={(event) => setTyped(event.currentTarget.value)}
            className="team-name-input"
          />
          <Button type="submit" disabled={!isChanged} loading={save.isPending}>
            {t('common:save')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}
