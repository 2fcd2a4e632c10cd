import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../stores/actions';
import type { FriendMover } from './UnlinkedRows';

interface MatchActionsInput {
  readonly mover: RefObject<FriendMover | null>;
  readonly searchInput: RefObject<HTMLInputElement | null>;
}

/** Offers what can be done on the match desk in the command palette and by keys. */
export function useMatchActions({ mover, searchInput }: MatchActionsInput): void {
  const { t } = useTranslation('match');
  useActions([
    {
      id: 'match-search',
      group: 'contact',
      label: t('search'),
      keys: '/',
      run: () => searchInput.current?.select(),
    },
    { id: 'match-next', group: 'contact', label: t('actions.next'), keys: 'J', run: () => mover.current?.move(1) },
    {
      id: 'match-previous',
      group: 'contact',
      label: t('actions.previous'),
      keys: 'K',
      run: () => mover.current?.move(-1),
    },
  ]);
}
