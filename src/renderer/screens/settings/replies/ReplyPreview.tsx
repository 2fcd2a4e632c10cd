import { useTranslation } from 'react-i18next';
import { draftTextOfParts } from '../../../../shared/model/draft-text';
import type { CannedContent } from '../../../../shared/model/outgoing';
import { fillName } from '../../chats/team/canned-text';

/** How a reply looks to a customer, with a made-up name where theirs will stand. */
export function ReplyPreview({ contents }: { readonly contents: readonly CannedContent[] }) {
  const { t } = useTranslation('settings');
  const filled = fillName(contents, t('replies.exampleName'));
  return (
    <section className="replies-preview" aria-label={t('replies.preview')}>
      <span className="replies-preview-title">{t('replies.preview')}</span>
      {filled.length === 0 ? <span className="replies-preview-none">{t('replies.previewNone')}</span> : null}
      {filled.map((content, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bubbles are told apart by their place alone
        <p key={place} className="replies-bubble">
          {content.type === 'text'
            ? draftTextOfParts(content.parts)
            : content.type === 'sticker'
              ? t('replies.sticker', { id: content.stickerId })
              : t('replies.place', { title: content.title })}
        </p>
      ))}
    </section>
  );
}
