import { ActionIcon, Popover, SegmentedControl, Tooltip, UnstyledButton } from '@mantine/core';
import { IconMoodSmile } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { emojiToken, namedEmoji } from '../../../../shared/model/draft-text';
import { Kbd } from '../../../components/Kbd';
import { composerKeys } from './composer-keys';
import { emojiGroups } from './emoji-set';

/** A LINE emoji that the customer wrote in this conversation, with what LINE calls it. */
export interface SeenEmoji {
  readonly productId: string;
  readonly emojiId: string;
  readonly alt: string;
}

interface EmojiPickerProps {
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
  /** Read when it opens. */
  readonly seenEmoji: () => readonly SeenEmoji[];
  /** The emoji, or the token of a LINE emoji. */
  readonly onPick: (text: string) => void;
}

/** Emoji of every phone, and those of LINE; one click puts one where the caret is. With Shift it stays open. */
export function EmojiPicker({ isOpen, setOpen, seenEmoji, onPick }: EmojiPickerProps) {
  const { t } = useTranslation('chats');
  const [kind, setKind] = useState<'unicode' | 'line'>('unicode');
  const pick = (text: string, staysOpen: boolean): void => {
    if (!staysOpen) setOpen(false);
    onPick(text);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip
          label={
            <span className="chat-tip">
              {t('composer.emoji')} <Kbd keys={composerKeys.emoji} />
            </span>
          }
        >
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('composer.emoji')}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <IconMoodSmile size={20} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown className="chat-emoji-picker" aria-label={t('emoji.label')} onKeyDown={moveInGrid}>
        <SegmentedControl
          size="xs"
          fullWidth
          value={kind}
          onChange={(value) => setKind(value === 'line' ? 'line' : 'unicode')}
          data={[
            { value: 'unicode', label: t('emoji.unicode') },
            { value: 'line', label: t('emoji.line') },
          ]}
        />
        <div className="chat-emoji-scroll">
          {isOpen && kind === 'unicode'
            ? emojiGroups.map((group) => (
                <section key={group.name} aria-label={t(`emoji.groups.${group.name}`)}>
                  <h4>{t(`emoji.groups.${group.name}`)}</h4>
                  <div className="chat-emoji-grid">
                    {group.emoji.map((emoji) => (
                      <UnstyledButton
                        key={emoji}
                        className="chat-emoji"
                        onClick={(event) => pick(emoji, event.shiftKey)}
                      >
                        {emoji}
                      </UnstyledButton>
                    ))}
                  </div>
                </section>
              ))
            : null}
          {isOpen && kind === 'line' ? <LineEmoji seen={seenEmoji()} onPick={pick} /> : null}
        </div>
        <p className="chat-picker-hint">{t(kind === 'line' ? 'emoji.lineHint' : 'emoji.hint')}</p>
      </Popover.Dropdown>
    </Popover>
  );
}

interface LineEmojiProps {
  readonly seen: readonly SeenEmoji[];
  readonly onPick: (token: string, staysOpen: boolean) => void;
}

function LineEmoji({ seen, onPick }: LineEmojiProps) {
  const { t } = useTranslation('chats');
  return (
    <>
      {seen.length === 0 ? null : (
        <section aria-label={t('emoji.seen')}>
          <h4>{t('emoji.seen')}</h4>
          <div className="chat-emoji-words">
            {seen.map((emoji) => (
              <UnstyledButton
                key={`${emoji.productId}/${emoji.emojiId}`}
                className="chat-line-emoji"
                onClick={(event) => onPick(emojiToken(emoji, emoji.alt), event.shiftKey)}
              >
                {emoji.alt.replace(/^\(|\)$/g, '')}
              </UnstyledButton>
            ))}
          </div>
        </section>
      )}
      <section aria-label={t('emoji.letters')}>
        <h4>{t('emoji.letters')}</h4>
        <div className="chat-emoji-grid">
          {namedEmoji.map((emoji) => (
            <UnstyledButton
              key={emoji.name}
              className="chat-line-emoji"
              aria-label={t('emoji.lineNamed', { name: emoji.name })}
              title={t('emoji.lineNamed', { name: emoji.name })}
              onClick={(event) => onPick(emojiToken(emoji), event.shiftKey)}
            >
              {emoji.name === 'love' ? '♥' : emoji.name}
            </UnstyledButton>
          ))}
        </div>
      </section>
    </>
  );
}

/** Arrow keys go from tile to tile, up and down by what stands there. */
function moveInGrid(event: KeyboardEvent<HTMLElement>): void {
  const tiles = [...event.currentTarget.querySelectorAll<HTMLElement>('.chat-emoji, .chat-line-emoji')];
  const active = document.activeElement;
  const from = active instanceof HTMLElement ? tiles.indexOf(active) : -1;
  if (from < 0 || !event.key.startsWith('Arrow')) return;
  event.preventDefault();
  const here = tiles[from]?.getBoundingClientRect();
  if (here === undefined) return;
  if (event.key === 'ArrowLeft') tiles[from - 1]?.focus();
  else if (event.key === 'ArrowRight') tiles[from + 1]?.focus();
  else {
    const isDown = event.key === 'ArrowDown';
    const rows = (isDown ? tiles.slice(from + 1) : tiles.slice(0, from).reverse()).filter((tile) => {
      const box = tile.getBoundingClientRect();
      const isOther = isDown ? box.top >= here.bottom - 2 : box.bottom <= here.top + 2;
      return isOther && Math.abs(box.left - here.left) < here.width;
    });
    rows[0]?.focus();
  }
}
