import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../../shared/model/chat';
import { AccountAvatar } from '../../../components/AccountAvatar';
import { accountColor } from '../../../components/account-color';
import { FollowMark } from '../../../components/contact/FollowMark';
import { useFormat } from '../../../i18n/useFormat';
import type { SearchMenuHandle } from '../team/SearchMenu';
import { TagEditor } from '../team/TagEditor';

/** The name of a language by its code, in the reader's language; the code itself when it is unknown. */
function languageName(code: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

interface IdentityCardProps {
  readonly conversation: ConversationDetail;
  readonly tagMenu: RefObject<SearchMenuHandle | null>;
}

/** The friend as LINE shows them, with the tags that the workspace gave. */
export function IdentityCard({ conversation, tagMenu }: IdentityCardProps) {
  const { t, i18n } = useTranslation('chats');
  const format = useFormat();
  const { title, pictureUrl, statusMessage, language, followedAt, officialAccountId, officialAccountName } =
    conversation;
  return (
    <section className="chat-panel-section chat-identity">
      <AccountAvatar name={title} pictureUrl={pictureUrl} colorKey={conversation.id} size={72} />
      <h3 className="chat-identity-name">{title}</h3>
      {statusMessage === null || statusMessage === '' ? null : (
        <p className="chat-identity-status">“{statusMessage}”</p>
      )}
      {conversation.friendId === null ? null : (
        <TagEditor friendId={conversation.friendId} tags={conversation.tags} handle={tagMenu} />
      )}
      <dl className="chat-facts">
        <div>
          <dt>{t('panel.account')}</dt>
          <dd>
            <span
              className="lumo-account-dot"
              style={{ background: `var(--mantine-color-${accountColor(officialAccountId)}-6)` }}
              aria-hidden
            />
            {officialAccountName}
          </dd>
        </div>
        {conversation.friendId === null ? null : (
          <div>
            <dt>{t('panel.follow')}</dt>
            <dd>
              <FollowMark status={conversation.followStatus} />
            </dd>
          </div>
        )}
        {followedAt === null ? null : (
          <div>
            <dt>{t('panel.friendSince')}</dt>
            <dd title={format.fullDateTime(followedAt)}>{format.date(followedAt)}</dd>
          </div>
        )}
        {language === null ? null : (
          <div>
            <dt>{t('panel.language')}</dt>
            <dd>{languageName(language, i18n.language)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
