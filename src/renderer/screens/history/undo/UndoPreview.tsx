import { Alert, Text } from '@mantine/core';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { contract } from '../../../../shared/contract/contract';
import { BeforeAfter } from '../../../components/contact/BeforeAfter';
import { useProblemWords } from '../../../components/contact/useProblemWords';
import { useValueText } from '../../../components/contact/useValueText';

/** What an undo would do. */
export type UndoPlan = InferContractRouterOutputs<typeof contract>['sync']['undoPreview'];

/** Rows shown of what cannot be taken back; more of them say nothing new. */
const SHOWN = 50;

/** What an undo would take back, and what it cannot, with the reasons. */
export function UndoPreview({ plan }: { readonly plan: UndoPlan }) {
  const { t } = useTranslation(['history', 'errors', 'common']);
  const wordsOf = useProblemWords();
  const text = useValueText();
  return (
    <div>
      <Alert
        variant="light"
        color={plan.possible === 0 ? 'amber' : 'lagoon'}
        icon={<IconInfoCircle size={18} aria-hidden />}
        role="status"
      >
        {plan.possible === 0
          ? t('history:undo.nothing')
          : t('history:undo.possible', {
              count: plan.possible,
              people: t('history:changes.people', { count: plan.people }),
            })}
      </Alert>
      {plan.blocked.length === 0 ? null : (
        <>
          <Text size="sm" fw={600} mt="sm">
            {t('history:undo.blocked', { count: plan.blocked.length })}
          </Text>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <ul className="undo-blocked" tabIndex={0} aria-label={t('history:undo.blockedLabel')}>
            {plan.blocked.slice(0, SHOWN).map(({ change, problem }) => (
              <li key={change.id}>
                <span>
                  <strong>{change.contactName}</strong> · {change.label}
                </span>
                <BeforeAfter
                  before={text(change.propertyName, change.before)}
                  after={text(change.propertyName, change.after)}
                />
                <span className="undo-why">
                  {t('common:whatTodo', {
                    what: t(`errors:${problem.code}.what`, wordsOf(problem)),
                    todo: t(`errors:${problem.code}.todo`, wordsOf(problem)),
                  })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
