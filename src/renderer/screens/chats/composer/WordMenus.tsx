import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Mentionable, mentionToken } from '../../../../shared/model/draft-text';
import type { CannedContent } from '../../../../shared/model/outgoing';
import { AccountAvatar } from '../../../components/AccountAvatar';
import { CannedReplyPicker } from '../team/CannedReplyPicker';
import { matchMembers } from './match-members';
import { wordAtCaret } from './word-at-caret';

/** What the text's keys can ask of the lists that open while a word is typed. */
export interface WordMenusHandle {
  /** Takes a key if a list is open and it means something there. */
  readonly onKey: (key: string) => boolean;
}

interface Member extends Mentionable {
  readonly pictureUrl: string | null;
}

interface WordMenusProps {
  readonly customerName: string;
  readonly text: string;
  readonly caret: number;
  readonly members: readonly Member[];
  readonly onReplace: (from: number, to: number, by: string) => void;
  /** A canned reply takes the place of the word from `from` to `to`. */
  readonly onCanned: (from: number, to: number, contents: CannedContent[]) => void;
  readonly handle: RefObject<WordMenusHandle | null>;
}

/**
 * What opens while a word is typed: canned replies behind `/`, the members of a group behind `@`. The focus stays in
 * the text: arrow keys move, Enter takes, Escape closes until another word is begun.
 */
export function WordMenus({ customerName, text, caret, members, onReplace, onCanned, handle }: WordMenusProps) {
  const { t } = useTranslation('chats');
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const [place, setPlace] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const word = members.length === 0 ? null : wordAtCaret(text, caret, '@');
  const everybody = { userId: 'all', name: t('composer.mention.all'), pictureUrl: null };
  const found = word === null || word.from === closedAt ? [] : matchMembers([...members, everybody], word.query);
  const chosen = Math.min(place, found.length - 1);

  const take = (index: number): void => {
    const member = found[index];
    if (member === undefined || word === null) return;
    setPlace(0);
    onReplace(word.from, caret, `${mentionToken(member, members)} `);
  };
  const move = (by: number): void => {
    const next = (chosen + by + found.length) % found.length;
    setPlace(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  useEffect(() => {
    // Once the word is gone, the next one opens its list again.
    if (closedAt !== null && closedAt >= text.length) setClosedAt(null);
  }, [closedAt, text.length]);
  useImperativeHandle(handle, () => ({
    onKey: (key) => {
      if (found.length === 0) return false;
      if (key === 'ArrowDown') move(1);
      else if (key === 'ArrowUp') move(-1);
      else if (key === 'Enter' || key === 'Tab') take(chosen);
      else if (key === 'Escape') setClosedAt(word?.from ?? null);
      else return false;
      return true;
    },
  }));
  const canned = wordAtCaret(text, caret, '/');
  if (canned !== null && canned.from !== closedAt) {
    return (
      <div className="chat-word-menu chat-word-canned">
        <CannedReplyPicker
          query={canned.query}
          name={customerName}
          onPick={(contents) => onCanned(canned.from, caret, contents)}
          onClose={() => setClosedAt(canned.from)}
        />
      </div>
    );
  }
  if (found.length === 0) return null;
  return (
    <div className="chat-word-menu" role="listbox" aria-label={t('composer.mention.label')} ref={list}>
      {found.map((member, index) => (
        <div
          key={member.userId}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          className="chat-word-option"
          onMouseDown={(event) => {
            event.preventDefault();
            take(index);
          }}
        >
          <AccountAvatar name={member.name} pictureUrl={member.pictureUrl} colorKey={member.userId} size={24} />
          {member.name}
        </div>
      ))}
    </div>
  );
}
