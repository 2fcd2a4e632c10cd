import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { IconCoin, IconExternalLink, IconRefresh, IconTicket } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CrmRecordView, RecordsOf } from '../../../shared/model/crm';
import type { CompanyId, ContactId } from '../../../shared/model/ids';
import { orpc, rpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { useFormat } from '../../i18n/useFormat';
import { ErrorNotice } from '../ErrorNotice';
import { LoadingRows } from '../LoadingRows';
import { problemParams } from '../problem-params';
import { StatusMark } from '../StatusMark';
import { showProblem } from '../show-problem';
import { TimeText } from '../TimeText';
import { FoldSection } from './FoldSection';
import { moneyText } from './money-text';

/** Problems that stay as they are until somebody changes the HubSpot account: said once and calmly, not as a fault. */
const UNAVAILABLE = new Set(['HUBSPOT_SCOPE_MISSING', 'HUBSPOT_PLAN_MISSING']);

type CrmRecordsProps = { readonly className: string } & (
  | { readonly contactId: ContactId }
  | { readonly companyId: CompanyId }
);

/** Deals and tickets of a contact or a company as HubSpot holds them, read-only, with the time of the reading. */
export function CrmRecords({ className, ...owner }: CrmRecordsProps) {
  const { t } = useTranslation(['contacts', 'errors', 'common']);
  const client = useQueryClient();
  const read = (isForced: boolean): Promise<RecordsOf> =>
    'companyId' in owner
      ? rpc.records.ofCompany({ companyId: owner.companyId, isForced })
      : rpc.records.ofContact({ contactId: owner.contactId, isForced });
  const queryKey =
    'companyId' in owner
      ? orpc.records.ofCompany.queryKey({ input: { companyId: owner.companyId, isForced: false } })
      : orpc.records.ofContact.queryKey({ input: { contactId: owner.contactId, isForced: false } });
  const query = useQuery({ queryKey, queryFn: () => read(false) });
  const refresh = useMutation({
    mutationFn: () => read(true),
    onSuccess: (answer) => client.setQueryData(queryKey, answer),
  });
  const found = query.data;
  const records = found === undefined ? [] : [...found.deals, ...found.tickets];
  const problem = found?.problem ?? null;
  const isUnavailable = problem !== null && UNAVAILABLE.has(problem.code);
  return (
    <FoldSection
      name="records"
      className={className}
      title={t('contacts:records.title')}
      count={records.length}
      aside={
        <Tooltip label={t('contacts:records.refresh')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t('contacts:records.refresh')}
            loading={refresh.isPending}
            onClick={() => refresh.mutate()}
          >
            <IconRefresh size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      }
    >
      {query.isPending ? <LoadingRows rows={2} height={14} /> : null}
      {query.isError && found === undefined ? (
        <ErrorNotice problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      ) : null}
      {problem === null ? null : isUnavailable ? (
        <Text size="sm" c="dimmed" component="div">
          <StatusMark tone="off">{t('contacts:records.unavailable')}</StatusMark>
          <span className="lumo-record-note">
            {t('common:whatTodo', {
              what: t(`errors:${problem.code}.what`, problemParams(problem)),
              todo: t(`errors:${problem.code}.todo`, problemParams(problem)),
            })}
          </span>
        </Text>
      ) : (
        <Text size="sm" component="div">
          <StatusMark tone="warning">{t(`errors:${problem.code}.what`, problemParams(problem))}</StatusMark>
          {records.length === 0 ? null : <span className="lumo-record-note">{t('contacts:records.kept')}</span>}
        </Text>
      )}
      {found !== undefined && records.length === 0 && problem === null ? (
        <Text size="sm" c="dimmed">
          {t('contacts:records.none')}
        </Text>
      ) : null}
      {records.length === 0 ? null : (
        <ul className="lumo-records">
          {records.map((record) => (
            <RecordRow key={`${record.kind}-${record.id}`} record={record} />
          ))}
        </ul>
      )}
      {found === undefined || found.readAt === null ? null : (
        <Text size="xs" c="dimmed" mt={4}>
          {t('contacts:records.readAt')} <TimeText at={found.readAt} /> · {t('contacts:records.readOnly')}
        </Text>
      )}
    </FoldSection>
  );
}

function RecordRow({ record }: { readonly record: CrmRecordView }) {
  const { t, i18n } = useTranslation('contacts');
  const format = useFormat();
  const { url, kind } = record;
  const Icon = kind === 'deal' ? IconCoin : IconTicket;
  const money = moneyText(record.amount, record.currency, i18n.language);
  const stage = record.stage ?? t('records.noStage');
  const facts = [
    ...(money === null ? [] : [money]),
    record.pipeline === null ? stage : `${record.pipeline}: ${stage}`,
    ...(record.isStageUnknown ? [t('records.unknownStage')] : []),
    ...(record.priority === null ? [] : [t('records.priority', { priority: record.priority })]),
    ...(record.closeAt === null || kind === 'ticket'
      ? []
      : [t('records.closes', { date: format.date(record.closeAt) })]),
    ...(record.ownerName === null ? [] : [record.ownerName]),
  ];
  return (
    <li className="lumo-record" data-is-closed={record.isClosed}>
      <Icon size={16} aria-hidden className="lumo-record-icon" />
      <div className="lumo-record-text">
        <span className="lumo-record-name">{record.name}</span>
        <span className="lumo-record-facts">{facts.join(' · ')}</span>
        <StatusMark tone={record.isClosed ? 'neutral' : 'ok'} size={13}>
          {t(`records.kind.${kind}`)}, {t(record.isClosed ? 'records.closed' : 'records.open')}
        </StatusMark>
      </div>
      {url === null ? null : (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t('records.openHubSpot', { name: record.name })}
          onClick={() => void rpc.app.openExternal({ url }).catch(showProblem)}
        >
          <IconExternalLink size={14} aria-hidden />
        </ActionIcon>
      )}
    </li>
  );
}
