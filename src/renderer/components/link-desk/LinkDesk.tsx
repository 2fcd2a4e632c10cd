import './link-desk.css';
import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { IconSearch, IconUserPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactRow } from '../../../shared/model/contact';
import type { FriendId } from '../../../shared/model/ids';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { ErrorNotice } from '../ErrorNotice';
import { LoadingRows } from '../LoadingRows';
import { useDebounced } from '../useDebounced';
import { Candidate } from './Candidate';
import { CreateContactModal } from './CreateContactModal';
import { LinkRequests } from './LinkRequests';
import { useLinkActions } from './useLinkActions';

interface LinkDeskProps {
  readonly friendId: FriendId;
  readonly friendName: string;
}

/** Finds the contact that is this friend: candidates with their evidence, a search, a new contact, or the customer's word. A person decides. */
export function LinkDesk({ friendId, friendName }: LinkDeskProps) {
  const { t } = useTranslation(['match', 'common']);
  const [text, setText] = useState('');
  const [isCreating, setCreating] = useState(false);
  const [asking, setAsking] = useState<ContactRow | null>(null);
  const words = useDebounced(text.trim(), 200);
  const candidates = useQuery({
    ...orpc.links.candidates.queryOptions({ input: { friendId, text: words } }),
    placeholderData: keepPreviousData,
  });
  const { link, requestLink } = useLinkActions();
  const isSearch = words !== '';

  return (
    <div className="link-desk">
      <LinkRequests friendId={friendId} />
      <TextInput
        size="sm"
        aria-label={t('match:desk.searchContacts')}
        placeholder={t('match:desk.searchContacts')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={200}
        leftSection={<IconSearch size={15} aria-hidden />}
      />
      {candidates.isError ? (
        <ErrorNotice problem={problemOf(candidates.error)} onRetry={() => void candidates.refetch()} />
      ) : null}
      {candidates.isPending ? <LoadingRows rows={3} height={44} /> : null}
      {candidates.data?.length === 0 ? (
        <p className="link-none" role="status">
          <strong>{t(isSearch ? 'match:desk.noResults' : 'match:desk.noCandidates')}</strong>
          <span>{t('match:desk.noCandidatesHint')}</span>
        </p>
      ) : null}
      {candidates.data === undefined || candidates.data.length === 0 ? null : (
        <>
          <h3 className="link-desk-title">{t(isSearch ? 'match:desk.results' : 'match:desk.candidates')}</h3>
          <ul className="link-candidates" aria-label={friendName}>
            {candidates.data.map((candidate) => (
              <Candidate
                key={candidate.contact.id}
                candidate={candidate}
                isBusy={link.isPending || requestLink.isPending}
                isLinking={link.isPending && link.variables.contactId === candidate.contact.id}
                onLink={() => link.mutate({ friendId, contactId: candidate.contact.id })}
                onRequest={() => setAsking(candidate.contact)}
              />
            ))}
          </ul>
        </>
      )}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconUserPlus size={15} aria-hidden />}
          onClick={() => setCreating(true)}
        >
          {t('match:create.open')}
        </Button>
      </Group>
      <Modal
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={t('match:request.title', { friend: friendName })}
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        <Text size="sm">{t('match:request.text', { contact: asking?.displayName ?? '' })}</Text>
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={() => setAsking(null)}>
            {t('common:cancel')}
          </Button>
          <Button
            data-autofocus
            onClick={() => {
              if (asking !== null) requestLink.mutate({ friendId, contactId: asking.id });
              setAsking(null);
            }}
          >
            {t('match:request.send')}
          </Button>
        </Group>
      </Modal>
      {isCreating ? (
        <CreateContactModal friendId={friendId} friendName={friendName} onClose={() => setCreating(false)} />
      ) : null}
    </div>
  );
}
