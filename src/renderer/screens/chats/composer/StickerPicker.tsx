import { ActionIcon, Popover, Tooltip, UnstyledButton } from '@mantine/core';
import { IconSticker } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Kbd } from '../../../components/Kbd';
import { type CatalogueSticker, moodEmoji, sendableStickers } from '../thread/sticker-catalogue';
import { composerKeys } from './composer-keys';

interface StickerPickerProps {
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
  readonly onSend: (sticker: CatalogueSticker) => void;
  readonly onAttach: (sticker: CatalogueSticker) => void;
}

/** The stickers: a click sends one at once, with Shift it becomes a bubble of what is being written. */
export function StickerPicker({ isOpen, setOpen, onSend, onAttach }: StickerPickerProps) {
  const { t } = useTranslation('chats');
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip
          label={
            <span className="chat-tip">
              {t('composer.stickers')} <Kbd keys={composerKeys.stickers} />
            </span>
          }
        >
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('composer.stickers')}
            aria-expanded={isOpen}
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
              onClick={(event) => {
                setOpen(false);
                if (event.shiftKey) onAttach(sticker);
                else onSend(sticker);
              }}
            >
              <span className="chat-sticker-choice-art" aria-hidden>
                {moodEmoji[sticker.mood]}
              </span>
              {t(`stickers.mood.${sticker.mood}`)}
            </UnstyledButton>
          ))}
        </div>
        <p className="chat-picker-hint">
          {t('composer.stickersHint')} {t('composer.stickersShift')}
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}
