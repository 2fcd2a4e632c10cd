import { ActionIcon, Anchor, Tooltip } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { FieldChange } from '../../../shared/model/sync';
import { places } from '../../app/places';
import { BeforeAfter } from '../../components/contact/BeforeAfter';
import { ChangeReason } from '../../components/contact/ChangeReason';
import { useValueText } from '../../components/contact/useValueText';
import { usePropertyLabel } from '../../components/property-label';
import { TimeText } from '../../components/TimeText';

interface RunChangeRowProps {
  readonly change: FieldChange;
  /** Takes back what the run changed for this person; null = cannot be asked for now. */
  readonly onUndo: (() => void) | null;
}

/** One changed field of one person, with its reason in words. */
export function RunChangeRow({ change, onUndo }: RunChangeRowProps) {
  const { t } = useTranslation(['history', 'contacts']);
  const text = useValueText();
  const labelOf = usePropertyLabel();
  return (
    <div className="history-change">
      <div className="history-change-who">
        <Anchor component={Link} to={places.contact(change.contactId)} size="sm" fw={550} c="inherit">
          {change.contactName}
        </Anchor>
        <span className="history-change-field">{labelOf({ name: change.propertyName, label: change.label })}</span>
      </div>
      <div className="history-change-what">
        <BeforeAfter
          before={text(change.propertyName, change.before)}
          after={text(change.propertyName, change.after)}
        />
        <ChangeReason change={change} />
      </div>
      <div className="history-change-side">
        <span>{t(`contacts:change.side.${change.side}`)}</span>
        <small>
          <TimeText at={change.at} form="short" />
        </small>
      </div>
      {onUndo === null ? (
        <span />
      ) : (
        <Tooltip label={t('history:undo.one', { name: change.contactName })}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('history:undo.one', { name: change.contactName })}
            onClick={onUndo}
          >
            <IconArrowBackUp size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}
