import { useQuery } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { type ContactId, contactIdSchema } from '../../../shared/model/ids';
import { goTo } from '../../app/hash-location';
import { places } from '../../app/places';
import { orpc, rpc } from '../../bridge/client';
import { showProblem } from '../../components/show-problem';
import { type AppAction, useActions } from '../../stores/actions';
import type { ContactMover } from './ContactTable';

interface ContactActionsInput {
  readonly selectedId: ContactId | null;
  readonly mover: RefObject<ContactMover | null>;
  readonly searchInput: RefObject<HTMLInputElement | null>;
  readonly close: () => void;
  readonly clear: () => void;
}

/** Offers what can be done on the Contacts screen in the command palette and by keys. */
export function useContactActions({ selectedId, mover, searchInput, close, clear }: ContactActionsInput): void {
  const { t } = useTranslation('contacts');
  const contact = useQuery({
    ...orpc.contacts.get.queryOptions({ input: { id: selectedId ?? noContact } }),
    enabled: selectedId !== null,
  }).data;
  const hubSpotUrl = contact?.hubSpotUrl ?? null;
  const conversationId = contact?.friends.find((friend) => friend.conversationId !== null)?.conversationId ?? null;
  const when = (isOffered: boolean, action: AppAction): readonly AppAction[] => (isOffered ? [action] : []);
  useActions([
    {
      id: 'contact-search',
      group: 'contact',
      label: t('actions.search'),
      keys: '/',
      run: () => searchInput.current?.select(),
    },
    { id: 'contact-next', group: 'contact', label: t('actions.next'), keys: 'J', run: () => mover.current?.move(1) },
    {
      id: 'contact-previous',
      group: 'contact',
      label: t('actions.previous'),
      keys: 'K',
      run: () => mover.current?.move(-1),
    },
    { id: 'contact-clear', group: 'contact', label: t('actions.clear'), run: clear },
    ...when(selectedId !== null, { id: 'contact-close', group: 'contact', label: t('actions.close'), run: close }),
    ...when(hubSpotUrl !== null, {
      id: 'contact-hubspot',
      group: 'contact',
      label: t('actions.openHubSpot'),
      run: () => {
        if (hubSpotUrl !== null) rpc.app.openExternal({ url: hubSpotUrl }).catch(showProblem);
      },
    }),
    ...when(conversationId !== null, {
      id: 'contact-chat',
      group: 'contact',
      label: t('actions.openChat'),
      keys: 'C',
      run: () => {
        if (conversationId !== null) goTo(places.conversation(conversationId));
      },
    }),
  ]);
}

/** Stands in the question while no contact is chosen; it is never asked. */
const noContact = contactIdSchema.parse('none');
