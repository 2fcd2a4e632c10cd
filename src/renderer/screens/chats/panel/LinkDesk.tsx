import { Button, TextInput } from '@mantine/core';
import {
  IconAt,
  IconClock,
  IconId,
  IconLink,
  IconLinkOff,
  IconPhone,
  IconSearch,
  IconUserCheck,
  IconUserQuestion,
} from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkCandidate } from '../../../../shared/model/contact';
import type { FriendId } from '../../../../shared/model/ids';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { useDebounced } from '../../../components/useDebounced';
import { useLinkActions } from './useLinkActions';

interface LinkDeskProps {
  readonly friendId: FriendId;
  readonly friendName: string;
}

const evidenceIcons = {
  lineUserId: IconId,
  sameName: IconUserCheck,
  similarName: IconUserQuestion,
  sameReading: IconUserCheck,
  createdAroundFollow: IconClock,
  emailInMessages: IconAt,
  phoneInMessages: IconPhone,
} as const;

/** Finds the contact that is this friend: candidates with their evidence, or a search. A person decides. */
export function LinkDesk({ friendId, friendName }: LinkDeskProps) {
  const { t } = useTranslation('chats');
  const [text, setText] = useState('');
  const words = useDebounced(text.trim(), 200);
  const candidates = useQuery({
    ...orpc.links.candidates.queryOptions({ input: { friendId, text: words } }),
    placeholderData: keepPreviousData,
  });
  const { link } = useLinkActions();
  const isSearch = words !== '';
  return (
    <section className="chat-panel-section" aria-label={t('panel.contact')}>
      <div className="chat-link-state">
        <IconLinkOff size={17} aria-hidden />
        <strong>{t('panel.notLinked')}</strong>
      </div>
      <p className="chat-panel-hint">{t('panel.notLinkedHint')}</p>
      <TextInput
        size="sm"
        aria-label={t('panel.searchContacts')}
        placeholder={t('panel.searchContacts')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={200}
        leftSection={<IconSearch size={15} aria-hidden />}
        mb="sm"
      />
      {candidates.isError ? (
        <ErrorNotice problem={problemOf(candidates.error)} onRetry={() => void candidates.refetch()} />
      ) : null}
      {candidates.isPending ? <LoadingRows rows={3} height={44} /> : null}
      {candidates.data?.length === 0 ? (
        <p className="chat-panel-none">
          <strong>{t(isSearch ? 'panel.noResults' : 'panel.noCandidates')}</strong>
          <span>{t('panel.noCandidatesHint')}</span>
        </p>
      ) : null}
      {candidates.data === undefined || candidates.data.length === 0 ? null : (
        <>
          <h3 className="chat-panel-title">{t(isSearch ? 'panel.results' : 'panel.candidates')}</h3>
          <ul className="chat-candidates" aria-label={friendName}>
            {candidates.data.map((candidate) => (
              <Candidate
                key={candidate.contact.id}
                candidate={candidate}
                isBusy={link.isPending}
                isLinking={link.isPending && link.variables.contactId === candidate.contact.id}
                onLink={() => link.mutate({ friendId, contactId: candidate.contact.id })}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface CandidateProps {
  readonly candidate: LinkCandidate;
  readonly isBusy: boolean;
  readonly isLinking: boolean;
  readonly onLink: () => void;
}

function Candidate({ candidate, isBusy, isLinking, onLink }: CandidateProps) {
  const { t } = useTranslation('chats');
  const { contact, evidence, score } = candidate;
  const lines = [contact.companyName, contact.email, contact.phone].filter((line) => line !== null && line !== '');
  return (
    <li className="chat-candidate">
      <div className="chat-candidate-head">
        <strong>{contact.displayName}</strong>
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconLink size={13} aria-hidden />}
          aria-label={t('panel.linkTo', { name: contact.displayName })}
          loading={isLinking}
          disabled={isBusy}
          onClick={onLink}
        >
          {t('panel.link')}
        </Button>
      </div>
      {lines.map((line) => (
        <span key={line} className="chat-candidate-line">
          {line}
        </span>
      ))}
      {evidence.length === 0 ? null : (
        <span className="chat-evidence" title={t('panel.score', { score })}>
          {evidence.map(({ kind: each, detail }) => {
            const Icon = evidenceIcons[each];
            return (
              <span key={each} title={detail} data-strong={each === 'lineUserId' || each === 'emailInMessages'}>
                <Icon size={12} aria-hidden />
                {t(`panel.evidence.${each}`)}
              </span>
            );
          })}
        </span>
      )}
    </li>
  );
}
