// biome-ignore-all lint/a11y/useFocusableInteractive: the composer's field holds the focus and names the active option
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the composer's field takes the keys for all options
import './team.css';
import { IconMoodSmile, IconSettings } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CannedReply } from '../../../../shared/model/chat';
import type { CannedContent } from '../../../../shared/model/outgoing';
import { goTo } from '../../../app/hash-location';
import { places } from '../../../app/places';
import { orpc, rpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { isImeEnter } from '../../../components/ime';
import { Kbd } from '../../../components/Kbd';
import { fillName, findReplies, textOfReply } from './canned-text';

/** More would not be looked through. */
const mostShown = 50;

interface CannedReplyPickerProps {
  /** What was typed after `/`. */
  readonly query: string;
  /** The customer's name, for `{name}`. */
  readonly name: string;
  /** The bubbles of the chosen reply, with the name in place. */
  readonly onPick: (contents: CannedContent[]) => void;
  readonly onClose: () => void;
}

/**
 * Ready-made answers above a composer that keeps the focus: while it is shown, arrow keys move in it, Enter and Tab
 * take the active one, Escape closes. Keys of an input method go to the field as ever.
 */
export function CannedReplyPicker({ query, name, onPick, onClose }: CannedReplyPickerProps) {
  const { t } = useTranslation('chats');
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { data, error, isPending, refetch } = useQuery(orpc.team.cannedReplies.queryOptions());
  const all = data ?? [];
  const found = findReplies(all, query).slice(0, mostShown);
  const [activeId, setActiveId] = useState<string | null>(null);
  const held = found.findIndex((reply) => reply.id === activeId);
  const active = held >= 0 ? held : 0;
  const current = found[active];

  const pick = (reply: CannedReply): void => {
    rpc.team.noteCannedReplyUsed({ id: reply.id }).catch(() => {
      // Only the order of the list depends on it.
    });
    onPick(fillName(reply.contents, name));
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || isImeEnter(event)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === 'Escape') onClose();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : found.length - 1;
      setActiveId(found[(active + step) % Math.max(1, found.length)]?.id ?? null);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && current !== undefined) pick(current);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    // Before the composer's own keys, so that Enter takes the reply and sends nothing.
    const onKeyDown = (event: KeyboardEvent): void => latest.current(event);
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
  const activeOption = current === undefined ? null : `${id}-${current.id}`;
  useEffect(() => {
    const field = document.activeElement;
    if (!(field instanceof HTMLTextAreaElement)) return;
    field.setAttribute('aria-controls', id);
    return () => {
      field.removeAttribute('aria-controls');
      field.removeAttribute('aria-activedescendant');
    };
  }, [id]);
  useEffect(() => {
    const field = document.activeElement;
    if (!(field instanceof HTMLTextAreaElement)) return;
    if (activeOption === null) field.removeAttribute('aria-activedescendant');
    else field.setAttribute('aria-activedescendant', activeOption);
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [activeOption]);

  if (isPending) return null;
  return (
    <div className="canned" ref={list}>
      {error === null ? null : <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} />}
      {found.length === 0 ? (
        <p className="canned-none" role="status">
          {t(all.length === 0 ? 'canned.empty' : 'canned.none')}
          {all.length === 0 ? <small>{t('canned.emptyHint')}</small> : null}
        </p>
      ) : (
        <div id={id} role="listbox" aria-label={t('canned.label')} className="canned-list">
          {found.map((reply, index) => (
            <div
              key={reply.id}
              id={`${id}-${reply.id}`}
              role="option"
              aria-selected={index === active}
              className="canned-option"
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => setActiveId(reply.id)}
              onClick={() => pick(reply)}
            >
              <span className="canned-head">
                <strong>{reply.title}</strong>
                <code>/{reply.shortcut}</code>
              </span>
              <span className="canned-text">{previewOf(reply, name)}</span>
              {reply.contents.length > 1 || reply.contents[0]?.type !== 'text' ? (
                <span className="canned-more">
                  {reply.contents.some((content) => content.type === 'sticker') ? (
                    <IconMoodSmile size={14} aria-label={t('canned.sticker')} />
                  ) : null}
                  {reply.contents.length > 1 ? t('canned.bubbles', { count: reply.contents.length }) : null}
                </span>
              ) : null}
            </div>
          ))}
        </div>
      )}
      <div className="canned-foot">
        <span className="canned-hint">
          <Kbd keys="↑" />
          <Kbd keys="↓" />
          <Kbd keys="enter" />
          <Kbd keys="esc" />
        </span>
        <button
          type="button"
          className="canned-settings"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => goTo(places.settings('replies'))}
        >
          <IconSettings size={14} aria-hidden />
          {t('canned.open')}
        </button>
      </div>
    </div>
  );
}

function previewOf(reply: CannedReply, name: string): string {
  return textOfReply(fillName(reply.contents, name)).replace(/\s+/g, ' ');
}
