import { IconArrowsSplit } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FieldChange } from '../../../shared/model/sync';
import { useFormat } from '../../i18n/useFormat';
import { conflictOf } from './change-words';

interface ChangeReasonProps {
  readonly change: Pick<FieldChange, 'outcome' | 'rule' | 'isConflict' | 'otherChangedAt'>;
  /** True where nothing has happened yet, as in a dry run. */
  readonly isPlanned?: boolean;
}

/** Why a field changed, in words: the outcome, the rule, and for a conflict which side won and when the other value was set. */
export function ChangeReason({ change, isPlanned = false }: ChangeReasonProps) {
  const { t } = useTranslation(['contacts', 'sync']);
  const format = useFormat();
  const { outcome, rule, otherChangedAt } = change;
  const conflict = conflictOf(change);
  return (
    <span className="lumo-reason">
      <span>
        {t(`${isPlanned ? 'planned' : 'outcome'}.${outcome}`)}
        {rule === null ? null : ` · ${t('change.rule', { rule: t(`sync:rules.${rule}.name`) })}`}
      </span>
      {conflict === null ? null : (
        <span className="lumo-conflict">
          <IconArrowsSplit size={14} aria-hidden />
          <span>
            {t(`conflict.${conflict.winner}.${conflict.reason}`)}
            {otherChangedAt === null ? null : ` ${t('conflict.otherAt', { time: format.dateTime(otherChangedAt) })}`}
          </span>
        </span>
      )}
    </span>
  );
}
