import { Anchor, Tooltip } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownPart } from '../../../../../shared/model/chat';
import { rpc } from '../../../../bridge/client';
import { showProblem } from '../../../../components/show-problem';
import { EmojiMark } from './EmojiMark';
import { linkify } from './linkify';

/** Text of a message: rendered as text only, with LINE emoji as small pictures and mentions marked. */
export function TextContent({ parts }: { readonly parts: readonly ShownPart[] }) {
  const isEmojiAlone = parts.length <= 3 && parts.every((part) => part.kind === 'emoji');
  return (
    <span className="chat-text" data-emoji-alone={isEmojiAlone}>
      {parts.map((part, place) => {
        // biome-ignore-start lint/suspicious/noArrayIndexKey: the parts of one text never change places
        if (part.kind === 'text') return <LinkedText key={place} text={part.text} />;
        if (part.kind === 'emoji') return <EmojiMark key={place} emoji={part} />;
        return (
          <span key={place} className="chat-mention" data-self={part.isSelf || part.isAll}>
            {part.text}
          </span>
        );
        // biome-ignore-end lint/suspicious/noArrayIndexKey: the parts of one text never change places
      })}
    </span>
  );
}

/** Addresses open in the system browser, by an explicit click. */
function LinkedText({ text }: { readonly text: string }) {
  const { t } = useTranslation('chats');
  const pieces = useMemo(() => linkify(text), [text]);
  return pieces.map((piece, place) =>
    piece.kind === 'text' ? (
      piece.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places
      <Tooltip key={place} label={t('message.openLink', { host: new URL(piece.url).host })}>
        <Anchor
          href={piece.url}
          rel="noreferrer"
          className="chat-link"
          onClick={(event) => {
            event.preventDefault();
            rpc.app.openExternal({ url: piece.url }).catch(showProblem);
          }}
        >
          {piece.text}
        </Anchor>
      </Tooltip>
    ),
  );
}
