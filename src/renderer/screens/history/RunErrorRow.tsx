import { Anchor, Collapse, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { SyncRunError } from '../../../shared/model/sync';
import { places } from '../../app/places';
import { ProblemText } from '../../components/ProblemText';
import { problemParams } from '../../components/problem-params';
import { TimeText } from '../../components/TimeText';

/** One record that failed: opened, it says why, what was sent, what is held, and HubSpot's correlation id. */
export function RunErrorRow({ error }: { readonly error: SyncRunError }) {
  const { t } = useTranslation(['history', 'errors', 'common']);
  const [isOpen, { toggle }] = useDisclosure(false);
  const facts = [
    ['record', `${t(`history:recordKind.${error.recordKind}`)} ${error.recordId}`],
    ['property', error.property],
    ['sent', error.valueSent],
    ['held', error.valueHeld],
    ['attempts', String(error.attempts)],
    ['correlation', error.correlationId],
  ] as const;
  return (
    <li className="history-error">
      <UnstyledButton className="history-error-head" onClick={toggle} aria-expanded={isOpen}>
        <IconChevronRight size={15} aria-hidden className="history-error-arrow" data-is-open={isOpen} />
        <Text size="sm" fw={550} truncate span className="history-error-name">
          {error.recordName}
        </Text>
        <Text size="sm" c="dimmed" truncate span className="history-error-what">
          {t(`errors:${error.problem.code}.what`, problemParams(error.problem))}
        </Text>
        <Text size="xs" c="dimmed" span>
          <TimeText at={error.at} form="short" />
        </Text>
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <div className="history-error-body">
          <ProblemText problem={error.problem} isWhatHidden />
          <dl className="lumo-facts">
            {facts.map(([name, value]) =>
              value === null ? null : (
                <div key={name}>
                  <dt>{t(`history:errors.${name}`)}</dt>
                  <dd className={name === 'correlation' ? 'history-id' : undefined}>{value}</dd>
                </div>
              ),
            )}
          </dl>
          {error.recordKind === 'contact' ? (
            <Anchor component={Link} to={places.contact(error.recordId)} size="sm">
              {t('history:errors.openContact')}
            </Anchor>
          ) : null}
        </div>
      </Collapse>
    </li>
  );
}
