import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconAt,
  IconClock,
  IconDots,
  IconExternalLink,
  IconId,
  IconLink,
  IconPhone,
  IconSend,
  IconUserCheck,
  IconUserQuestion,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { LinkCandidate } from '../../../shared/model/contact';
import { goTo } from '../../app/hash-location';
import { places } from '../../app/places';
import { useFormat } from '../../i18n/useFormat';

const EVIDENCE_ICONS = {
  lineUserId: IconId,
  sameName: IconUserCheck,
  similarName: IconUserQuestion,
  sameReading: IconUserCheck,
  createdAroundFollow: IconClock,
  emailInMessages: IconAt,
  phoneInMessages: IconPhone,
} as const;

/** Evidence of this weight is drawn strong. */
const STRONG_POINTS = 50;

interface CandidateProps {
  readonly candidate: LinkCandidate;
  readonly isBusy: boolean;
  readonly isLinking: boolean;
  readonly onLink: () => void;
  readonly onRequest: () => void;
}

/** A contact that may be the friend: who it is, how well it fits, and what says so. */
export function Candidate({ candidate, isBusy, isLinking, onLink, onRequest }: CandidateProps) {
  const { t } = useTranslation('match');
  const format = useFormat();
  const { contact, evidence, score } = candidate;
  const lines = [contact.companyName, contact.email, contact.phone].filter((line) => line !== null && line !== '');
  return (
    <li className="link-candidate">
      <div className="link-candidate-head">
        <strong>{contact.displayName}</strong>
        <div className="link-candidate-actions">
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<IconLink size={13} aria-hidden />}
            aria-label={t('desk.linkTo', { name: contact.displayName })}
            loading={isLinking}
            disabled={isBusy}
            onClick={onLink}
          >
            {t('desk.link')}
          </Button>
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={t('desk.moreFor', { name: contact.displayName })}
              >
                <IconDots size={15} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconSend size={15} aria-hidden />} disabled={isBusy} onClick={onRequest}>
                {t('request.ask')}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconExternalLink size={15} aria-hidden />}
                onClick={() => goTo(places.contact(contact.id))}
              >
                {t('desk.openContact')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      {lines.map((line) => (
        <span key={line} className="link-candidate-line">
          {line}
        </span>
      ))}
      {evidence.length === 0 ? null : (
        <>
          <div className="link-score">
            <span className="link-score-bar" aria-hidden>
              <span style={{ width: `${score}%` }} />
            </span>
            <span className="link-score-text">{t('desk.score', { score })}</span>
          </div>
          <ul className="link-evidence" aria-label={t('desk.evidence')}>
            {evidence.map(({ kind, detail, points }) => {
              const Shape = EVIDENCE_ICONS[kind];
              return (
                <li key={kind} data-strong={points >= STRONG_POINTS}>
                  <Shape size={13} aria-hidden />
                  <span>{t(`evidence.${kind}`)}</span>
                  {detail === '' ? null : (
                    <span className="link-evidence-detail">
                      {kind === 'createdAroundFollow' ? format.dateTime(Date.parse(detail)) : detail}
                    </span>
                  )}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </li>
  );
}
