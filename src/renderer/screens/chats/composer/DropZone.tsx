import { IconPhotoPlus } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface DropZoneProps {
  /** What is dropped goes here; null = nothing can be dropped now. */
  readonly onFiles: ((files: readonly File[]) => void) | null;
  readonly name: string;
  readonly children: ReactNode;
}

/** Lets files be dropped anywhere over a conversation, and says so while they hang above it. */
export function DropZone({ onFiles, name, children }: DropZoneProps) {
  const { t } = useTranslation('chats');
  const [isOver, setOver] = useState(false);
  /** Enters less leaves: moving over a child leaves its parent. */
  const depth = useRef(0);
  const zone = useRef<HTMLDivElement>(null);
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => {
    const place = zone.current;
    if (place === null) return;
    const end = new AbortController();
    const hears = (event: DragEvent): boolean =>
      latest.current !== null && event.dataTransfer?.types.includes('Files') === true;
    const leave = (): void => {
      depth.current = 0;
      setOver(false);
    };
    const listen = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', run: (event: DragEvent) => void): void =>
      place.addEventListener(
        type,
        (event) => {
          if (!hears(event)) return;
          event.preventDefault();
          run(event);
        },
        { signal: end.signal },
      );
    listen('dragenter', () => {
      depth.current += 1;
      setOver(true);
    });
    listen('dragover', (event) => {
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    });
    listen('dragleave', () => {
      depth.current -= 1;
      if (depth.current <= 0) leave();
    });
    listen('drop', (event) => {
      leave();
      latest.current?.([...(event.dataTransfer?.files ?? [])]);
    });
    window.addEventListener('blur', leave, { signal: end.signal });
    return () => end.abort();
  }, []);
  return (
    <div className="chat-drop" ref={zone}>
      {children}
      {isOver ? (
        <div className="chat-drop-over" aria-hidden>
          <IconPhotoPlus size={40} stroke={1.4} />
          <strong>{t('composer.drop.title', { name })}</strong>
          <span>{t('composer.drop.hint')}</span>
        </div>
      ) : null}
    </div>
  );
}
