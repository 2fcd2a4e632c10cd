import { IconAlertTriangle, IconArrowsDiff, IconClockUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ContactProperty } from '../../../shared/model/contact';
import { useFormat } from '../../i18n/useFormat';
import { otherValueText } from './option-text';
import { useProblemWords } from './useProblemWords';

/** What is open about a field, under its value: it waits, was refused, or HubSpot holds something else. */
export function FieldMarks({ property }: { readonly property: ContactProperty }) {
  const { t } = useTranslation(['contacts', 'errors']);
  const wordsOf = useProblemWords();
  const format = useFormat();
  const { state, problem, hubSpotValue } = property;
  if (state === 'same') return null;
  const words = { yes: t('contacts:value.yes'), no: t('contacts:value.no') };
  const held = otherValueText(property, hubSpotValue, format, words) ?? t('contacts:value.empty');
  return (
    <div className="lumo-field-mark" data-state={state}>
      {state === 'pending' ? <IconClockUp size={14} aria-hidden /> : null}
      {state === 'refused' ? <IconAlertTriangle size={14} aria-hidden /> : null}
      {state === 'different' ? <IconArrowsDiff size={14} aria-hidden /> : null}
      <span>
        {state === 'pending' ? t('contacts:state.pending') : null}
        {state === 'refused' ? (
          <>
            <strong>
              {problem === null ? t('contacts:state.refused') : t(`errors:${problem.code}.what`, wordsOf(problem))}
            </strong>{' '}
            {problem === null ? null : t(`errors:${problem.code}.todo`, wordsOf(problem))}
          </>
        ) : null}
        {state === 'different' ? t(`contacts:state.different`) : null}
        {state === 'pending' && hubSpotValue === null ? null : (
          <span className="lumo-field-held">{t('contacts:state.held', { value: held })}</span>
        )}
      </span>
    </div>
  );
}
