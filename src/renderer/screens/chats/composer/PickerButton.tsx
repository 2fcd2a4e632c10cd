import { ActionIcon, Popover, Tooltip, UnstyledButton } from '@mantine/core';
import { IconMoodSmile, IconSticker } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CatalogueSticker, moodEmoji, sendableStickers } from '../thread/sticker-catalogue';
import { emojiSet } from './emoji-set';

/** Opens the emoji; one click puts one where the cursor is. */
export function EmojiButton({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const { t } = useTranslation('chats');
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={t('composer.emoji')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('composer.emoji')}
            onClick={() => setOpen(!isOpen)}
          >
            <IconMoodSmile size={20} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown className="chat-emoji-picker" aria-label={t('emoji.label')}>
        {emojiSet.map((emoji) => (
          <UnstyledButton
            key={emoji}
            className="chat-emoji"
            onClick={() => {
              setOpen(false);
              onPick(emoji);
            }}
          >
            {emoji}
          </UnstyledButton>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Opens the stickers; one click sends one. */
export function StickerButton({ onPick }: { readonly onPick: (sticker: CatalogueSticker) => void }) {
  const { t } = useTranslation('chats');
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={t('composer.stickers')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('composer.stickers')}
            onClick={() => setOpen(!isOpen)}
          >
            <IconSticker size={20} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown className="chat-sticker-picker" aria-label={t('composer.stickers')}>
        <div className="chat-sticker-grid">
          {sendableStickers.map((sticker) => (
            <UnstyledButton
              key={sticker.stickerId}
              className="chat-sticker-choice"
              onClick={() => {
                setOpen(false);
                onPick(sticker);
              }}
            >
              <span className="chat-sticker-choice-art" aria-hidden>
                {moodEmoji[sticker.mood]}
              </span>
              {t(`stickers.mood.${sticker.mood}`)}
            </UnstyledButton>
          ))}
        </div>
        <p className="chat-sticker-hint">{t('composer.stickersHint')}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
