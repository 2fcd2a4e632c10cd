import { Anchor, Text, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { SyncProblem, SyncRunError } from '../../../../shared/model/sync';
import { places } from '../../../app/places';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { Card } from '../../../components/Card';
import { CopyValue } from '../../../components/contact/CopyValue';
import { useProblemWords } from '../../../components/contact/useProblemWords';
import { useValueText } from '../../../components/contact/useValueText';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { problemDetail } from '../../../components/problem-params';
import { TimeText } from '../../../components/TimeText';
import { useFormat } from '../../../i18n/useFormat';
import { BackTo } from './BackTo';
import { RecordActions } from './RecordActions';
import type { ProblemPlace } from './useProblemPlace';
import { usePropertyName } from './usePropertyName';

interface RecordViewProps {
  readonly id: number;
  readonly cause: string | null;
  readonly onGo: (place: ProblemPlace) => void;
}

/** Third level: one refused record with its meaning, both values, HubSpot's id for support, every attempt, and what can be done. */
export function RecordView({ id, cause, onGo }: RecordViewProps) {
  const { t } = useTranslation('sync');
  const query = useQuery(orpc.repair.record.queryOptions({ input: { id } }));
  const up: ProblemPlace = cause === null ? { level: 'causes' } : { level: 'cause', cause };
  const isGone = query.isError && problemOf(query.error).code === 'NOT_FOUND';
  return (
    <>
      <BackTo place={up} label={t(cause === null ? 'problems.allCauses' : 'problems.allRecords')} />
      {isGone ? (
        <section className="lumo-card">
          <EmptyState icon={IconCircleCheck} title={t('problems.gone.title')} hint={t('problems.gone.hint')} />
        </section>
      ) : null}
      {query.isError && !isGone && query.data === undefined ? (
        <ErrorNotice problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isPending ? <LoadingRows rows={6} /> : null}
      {query.data === undefined || isGone ? null : (
        <RecordFacts record={query.data.record} attempts={query.data.attempts} onGone={() => onGo(up)} />
      )}
    </>
  );
}

interface RecordFactsProps {
  readonly record: SyncProblem;
  readonly attempts: readonly SyncRunError[];
  readonly onGone: () => void;
}

function RecordFacts({ record, attempts, onGone }: RecordFactsProps) {
  const { t } = useTranslation(['sync', 'errors', 'history']);
  const wordsOf = useProblemWords();
  const format = useFormat();
  const nameOf = usePropertyName();
  const text = useValueText();
  const { problem, property, correlationId } = record;
  const params = wordsOf(problem);
  const detail = problemDetail(problem);
  const value = (raw: string | null): string =>
    (property === null ? raw : text(property, raw)) ?? t('sync:problems.noValue');
  return (
    <div className="problems-record">
      <Card
        title={record.recordName}
        aside={
          record.recordKind === 'contact' ? (
            <Anchor component={Link} to={places.contact(record.recordId)} size="sm">
              {t('history:errors.openContact')}
            </Anchor>
          ) : null
        }
      >
        <div className="problems-record-body">
          <Title order={3} size="h4" className="problems-what">
            {t(`errors:${problem.code}.what`, params)}
          </Title>
          <dl className="problems-meaning">
            {(['safe', 'todo'] as const).map((part) => (
              <div key={part}>
                <dt>{t(`sync:problems.meaning.${part}`)}</dt>
                <dd>{t(`errors:${problem.code}.${part}`, params)}</dd>
              </div>
            ))}
          </dl>
          <div className="problems-compare">
            <div>
              <span>{t('history:errors.sent')}</span>
              <strong>{value(record.valueSent)}</strong>
            </div>
            <div>
              <span>{t('history:errors.held')}</span>
              <strong>{value(record.valueHeld)}</strong>
            </div>
          </div>
          <dl className="lumo-facts">
            {property === null ? null : (
              <div>
                <dt>{t('sync:problems.field')}</dt>
                <dd>
                  {nameOf(property)} <code>{property}</code>
                </dd>
              </div>
            )}
            {record.friendName === null ? null : (
              <div>
                <dt>{t('sync:problems.columns.friend')}</dt>
                <dd>{record.friendName}</dd>
              </div>
            )}
            <div>
              <dt>{t('sync:problems.firstSeen')}</dt>
              <dd>
                <TimeText at={record.firstAt} form="full" />
              </dd>
            </div>
            <div>
              <dt>{t('sync:problems.lastSeen')}</dt>
              <dd>
                <TimeText at={record.lastAt} form="full" />
              </dd>
            </div>
            <div>
              <dt>{t('sync:problems.columns.attempts')}</dt>
              <dd>{format.number(record.attempts)}</dd>
            </div>
            {correlationId === null ? null : (
              <div className="lumo-property problems-correlation">
                <dt>{t('history:errors.correlation')}</dt>
                <dd>
                  <code>{correlationId}</code>
                  <CopyValue label={t('history:errors.correlation')} value={correlationId} />
                </dd>
              </div>
            )}
          </dl>
          {detail === null ? null : (
            <details className="problems-raw" open={problem.code === 'HUBSPOT_REJECTED'}>
              <summary>{t('sync:problems.raw')}</summary>
              <Text size="xs">{detail}</Text>
            </details>
          )}
          <RecordActions record={record} onGone={onGone} />
        </div>
      </Card>
      <Card title={t('sync:problems.attemptsTitle', { count: attempts.length })}>
        {attempts.length === 0 ? (
          <Text size="sm" c="dimmed" px="md" pb="md">
            {t('sync:problems.noAttempts')}
          </Text>
        ) : (
          <ol className="problems-attempts">
            {attempts.map((attempt) => (
              <li key={attempt.id}>
                <span>
                  <TimeText at={attempt.at} form="full" />
                  <Anchor component={Link} to={places.run(attempt.runId)} size="xs">
                    {t('sync:problems.toRun')}
                  </Anchor>
                </span>
                <span>{t(`errors:${attempt.problem.code}.what`, wordsOf(attempt.problem))}</span>
                <span className="problems-value">{value(attempt.valueSent)}</span>
                {attempt.correlationId === null ? null : <code>{attempt.correlationId}</code>}
              </li>
            ))}
          </ol>
        )}
      </Card>
    </div>
  );
}
