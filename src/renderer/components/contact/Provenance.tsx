import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ContactProperty } from '../../../shared/model/contact';
import type { ContactId, SyncRunId } from '../../../shared/model/ids';
import { places } from '../../app/places';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { useFormat } from '../../i18n/useFormat';
import { ErrorNotice } from '../ErrorNotice';
import { LoadingRows } from '../LoadingRows';
import { usePropertyLabel } from '../property-label';
import { BeforeAfter } from './BeforeAfter';
import { ChangeReason } from './ChangeReason';
import { otherValueText } from './option-text';

interface ProvenanceProps {
  readonly contactId: ContactId;
  readonly property: ContactProperty;
}

/** Why a field holds its value: the rule, both sides, and every known change with its run, newest first. */
export function Provenance({ contactId, property }: ProvenanceProps) {
  const { t } = useTranslation(['contacts', 'sync']);
  const format = useFormat();
  const labelOf = usePropertyLabel();
  const query = useQuery({
    ...orpc.contacts.provenance.queryOptions({ input: { contactId, propertyName: property.name } }),
    staleTime: 0,
  });
  const words = { yes: t('value.yes'), no: t('value.no') };
  const text = (value: string | null): string | null => otherValueText(property, value, format, words);
  const found = query.data;
  return (
    <div className="lumo-why">
      <h4 className="lumo-why-title">{t('why.title', { label: labelOf(property) })}</h4>
      {found === undefined && query.isError ? (
        <ErrorNotice problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isPending ? <LoadingRows rows={3} height={14} /> : null}
      {found === undefined ? null : (
        <>
          <p className="lumo-why-rule">
            <strong>{t(`sync:rules.${found.rule}.name`)}</strong> · {t(`sync:rules.${found.rule}.short`)}
          </p>
          {property.readOnlyReason === null ? null : (
            <p className="lumo-why-rule">{t(`readOnly.${property.readOnlyReason}`)}</p>
          )}
          {property.state === 'same' ? null : (
            <dl className="lumo-why-sides">
              <div>
                <dt>{t('why.here')}</dt>
                <dd>{text(found.value) ?? <em className="lumo-empty-value">{t('value.empty')}</em>}</dd>
              </div>
              <div>
                <dt>{t('why.inHubSpot')}</dt>
                <dd>{text(found.hubSpotValue) ?? <em className="lumo-empty-value">{t('value.empty')}</em>}</dd>
              </div>
            </dl>
          )}
          <ol className="lumo-why-changes" aria-label={t('why.history')}>
            {found.changes.map((change) => (
              <li key={change.id}>
                <span className="lumo-why-when">
                  <time dateTime={new Date(change.at).toISOString()}>{format.dateTime(change.at)}</time>
                  {' · '}
                  {t(`change.side.${change.side}`)}
                  {' · '}
                  <RunLink runId={change.runId} />
                </span>
                <BeforeAfter before={text(change.before)} after={text(change.after)} />
                <ChangeReason change={change} />
              </li>
            ))}
            <li>
              <span className="lumo-why-when">
                {found.firstAt === null ? t('why.firstUnknown') : format.dateTime(found.firstAt)}
                {found.firstRunId === null ? null : (
                  <>
                    {' · '}
                    <RunLink runId={found.firstRunId} />
                  </>
                )}
              </span>
              <span className="lumo-reason">{t('why.first')}</span>
            </li>
          </ol>
        </>
      )}
    </div>
  );
}

function RunLink({ runId }: { readonly runId: SyncRunId | null }) {
  const { t } = useTranslation('contacts');
  if (runId === null) return t('why.noRun');
  return (
    <Anchor component={Link} to={places.run(runId)} size="xs" underline="always">
      {t('why.run')}
    </Anchor>
  );
}
