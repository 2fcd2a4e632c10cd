import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { LinkRequest } from '../../../shared/model/contact';
import type { FriendId } from '../../../shared/model/ids';
import { orpc } from '../../bridge/client';
import { useFormat } from '../../i18n/useFormat';
import { ProblemText } from '../ProblemText';
import { StatusMark, type StatusTone } from '../StatusMark';
import { useLinkActions } from './useLinkActions';

const TONE: Readonly<Record<LinkRequest['state'], StatusTone>> = {
  sending: 'busy',
  sent: 'busy',
  opened: 'busy',
  linked: 'ok',
  failed: 'error',
  expired: 'warning',
  cancelled: 'off',
};
const OPEN: ReadonlySet<LinkRequest['state']> = new Set(['sending', 'sent', 'opened']);

/** The newest request to the customer to confirm a link, with its state; nothing when none was sent. */
export function LinkRequests({ friendId }: { readonly friendId: FriendId }) {
  const { t } = useTranslation('match');
  const format = useFormat();
  const { cancelRequest } = useLinkActions();
  const newest = useQuery(orpc.links.requests.queryOptions({ input: { friendId } })).data?.[0];
  if (newest === undefined || newest.state === 'linked') return null;
  const isOpen = OPEN.has(newest.state);
  return (
    <section className="link-request" aria-label={t('request.label')}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <StatusMark tone={TONE[newest.state]}>
          {t(`request.states.${newest.state}`, { time: format.time(isOpen ? newest.expiresAt : newest.sentAt) })}
        </StatusMark>
        {isOpen ? (
          <Button
            size="compact-xs"
            variant="subtle"
            loading={cancelRequest.isPending}
            onClick={() => cancelRequest.mutate({ id: newest.id })}
          >
            {t('request.cancel')}
          </Button>
        ) : null}
      </Group>
      <p className="link-request-contact">{t('request.for', { contact: newest.contactName })}</p>
      {newest.problem === null ? null : <ProblemText problem={newest.problem} />}
    </section>
  );
}
