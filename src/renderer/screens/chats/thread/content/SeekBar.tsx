import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clipTime } from './clip-time';
import type { Player } from './usePlayer';

const smallStep = 5;

/** Where a clip stands: drag, click, or arrow keys (5 s), Home, End; Space plays and pauses. */
export function SeekBar({ player }: { readonly player: Player }) {
  const { t } = useTranslation('chats');
  const [dragged, setDragged] = useState<number | null>(null);
  const length = player.length ?? 0;
  const at = Math.min(dragged ?? player.at, length);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to =
      event.key === 'ArrowRight' || event.key === 'ArrowUp'
        ? player.at + smallStep
        : event.key === 'ArrowLeft' || event.key === 'ArrowDown'
          ? player.at - smallStep
          : null;
    if (to !== null) player.seek(Math.min(to, length));
    else if (event.key === ' ') player.toggle();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <input
      type="range"
      className="chat-seek"
      min={0}
      max={Math.max(length, 0.1)}
      step={0.1}
      value={at}
      disabled={length === 0}
      aria-label={t('message.player.position')}
      aria-valuetext={t('message.player.positionOf', { at: clipTime(at), length: clipTime(length) })}
      style={{ backgroundSize: `${length === 0 ? 0 : (at / length) * 100}% 4px` }}
      onKeyDown={onKeyDown}
      onChange={(event) => {
        const to = Number(event.currentTarget.value);
        setDragged(to);
        player.seek(to);
      }}
      onPointerUp={() => setDragged(null)}
      onBlur={() => setDragged(null)}
    />
  );
}
