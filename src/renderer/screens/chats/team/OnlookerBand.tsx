import './team.css';
import { IconEye, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../shared/model/ids';
import { onlookerWords } from './onlooker-words';
import { useOnlookers } from './useTeam';

/** Says above the composer that somebody else looks at this conversation, or is writing an answer to it. */
export function OnlookerBand({ conversationId }: { readonly conversationId: ConversationId }) {
  const { t, i18n } = useTranslation('chats');
  const words = onlookerWords(useOnlookers().filter((each) => each.conversationId === conversationId));
  const names = words === null ? '' : new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(words.names);
  return (
    <div role="status" className="team-band-place">
      {words === null ? null : (
        <div className="team-band" data-kind={words.kind}>
          {words.kind === 'writing' ? <IconPencil size={15} aria-hidden /> : <IconEye size={15} aria-hidden />}
          <span>
            {t(`onlookers.${words.kind}`, { names, count: words.names.length })}
            {words.kind === 'writing' ? <small>{t('onlookers.writingHint')}</small> : null}
          </span>
        </div>
      )}
    </div>
  );
}
