import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { FriendId } from '../../../shared/model/ids';
import { problemOf } from '../../bridge/problem';
import { ErrorNotice } from '../ErrorNotice';
import { useLinkActions } from './useLinkActions';

interface CreateContactModalProps {
  readonly friendId: FriendId;
  readonly friendName: string;
  readonly onClose: () => void;
}

/** Makes a contact in HubSpot for a friend. HubSpot wants a name or an e-mail; nothing is invented. */
export function CreateContactModal({ friendId, friendName, onClose }: CreateContactModalProps) {
  const { t } = useTranslation(['match', 'common']);
  const { createContact } = useLinkActions();
  const [values, setValues] = useState({ firstName: friendName, lastName: '', email: '', phone: '' });
  const [isTried, setTried] = useState(false);
  const isEmailWrong = values.email !== '' && !z.email().safeParse(values.email).success;
  const isNothing = values.firstName.trim() === '' && values.lastName.trim() === '' && values.email === '';

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (isEmailWrong || isNothing) return;
    createContact.mutate(
      { friendId, ...values },
      {
        onSuccess: ({ isNew }) => {
          notifications.show({ message: t(isNew ? 'match:create.done' : 'match:create.found', { name: friendName }) });
          onClose();
        },
      },
    );
  };
  const field = (name: keyof typeof values, error: string | null) => (
    <TextInput
      label={t(`match:create.${name}`)}
      value={values[name]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        setValues((held) => ({ ...held, [name]: value }));
      }}
      maxLength={name === 'phone' ? 60 : 200}
      error={error}
    />
  );

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('match:create.title', { name: friendName })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('match:create.hint')}
          </Text>
          {field('firstName', isTried && isNothing ? t('match:create.nameNeeded') : null)}
          {field('lastName', null)}
          {field('email', isTried && isEmailWrong ? t('match:create.emailWrong') : null)}
          {field('phone', null)}
          {createContact.isError ? <ErrorNotice problem={problemOf(createContact.error)} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={createContact.isPending}>
              {t('match:create.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
