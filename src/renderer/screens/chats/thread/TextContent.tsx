import { Anchor, Tooltip } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { rpc } from '../../../bridge/client';
import { showProblem } from '../../../components/show-problem';
import { linkify } from './linkify';

/** Text of a message: rendered as text only. Addresses open in the system browser, by an explicit click. */
export function TextContent({ text }: { readonly text: string }) {
  const { t } = useTranslation('chats');
  const parts = useMemo(() => linkify(text), [text]);
  return (
    <span className="chat-text">
      {parts.map((part, place) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
          <Tooltip key={place} label={t('message.openLink', { host: new URL(part.url).host })}>
            <Anchor
              href={part.url}
              rel="noreferrer"
              className="chat-link"
              onClick={(event) => {
                event.preventDefault();
                rpc.app.openExternal({ url: part.url }).catch(showProblem);
              }}
            >
              {part.text}
            </Anchor>
          </Tooltip>
        ),
      )}
    </span>
  );
}
