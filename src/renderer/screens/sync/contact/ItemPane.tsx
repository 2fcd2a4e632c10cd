import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PlannedChange, SyncItem, SyncRunError } from '../../../../shared/model/sync';
import { places } from '../../../app/places';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { BeforeAfter } from '../../../components/contact/BeforeAfter';
import { ChangeReason } from '../../../components/contact/ChangeReason';
import { useValueText } from '../../../components/contact/useValueText';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { NumberText } from '../../../components/NumberText';
import { problemParams } from '../../../components/problem-params';
import { usePropertyType } from '../../../components/property-picker/usePropertyType';
import { TimeText } from '../../../components/TimeText';
import { PaneBody, PaneFacts, PaneSection } from '../layout/PaneBody';
import { useLineItemLabel } from '../line/useLineItemLabel';
import { DirectionMark, ItemStatus } from './ItemTable';
import { useLumoItemLabel } from './useLumoItemLabel';
import { useMappingWords } from './useMappingWords';

interface ItemPaneProps {
  readonly item: SyncItem;
  readonly onClose: () => void;
}

/** One mapping: its rule in words, what the next sync would do to sample contacts, and what was refused last. */
export function ItemPane({ item, onClose }: ItemPaneProps) {
  const { t } = useTranslation('sync');
  const typeName = usePropertyType();
  const lumoLabelOf = useLumoItemLabel();
  const lineLabelOf = useLineItemLabel();
  const { readable } = useMappingWords();
  const preview = useQuery(orpc.mapping.preview.queryOptions({ input: { propertyName: item.propertyName } }));
  const { rule, lockReason } = item;
  const isLine = item.officialAccountId !== null;
  return (
    <PaneBody
      title={item.label}
      detail={
        <>
          <span className="sync-code">{item.propertyName}</span> · {typeName(item.type)}
        </>
      }
      closeLabel={t('pane.close', { name: item.label })}
      onClose={onClose}
    >
      <PaneSection title={t('pane.mapping')}>
        <div className="sync-pane-mapping">
          <span>HubSpot</span>
          <DirectionMark direction={item.direction} />
          <span>{isLine ? lineLabelOf(item.lumoItem) : lumoLabelOf(item.lumoItem)}</span>
        </div>
        {rule === null ? null : (
          <>
            <strong className="sync-pane-rule">{t(`rules.${rule}.name`)}</strong>
            <p className="sync-pane-text">
              {t('rules.both', { what: t(`rules.${rule}.what`), clear: t(`rules.${rule}.clear`) })}
            </p>
          </>
        )}
        {lockReason === null ? null : <p className="sync-pane-text">{t(`locks.${lockReason}`)}</p>}
        <ItemStatus item={item} />
        {item.problem === null ? null : (
          <div className="sync-pane-problem">
            <ErrorNotice problem={readable(item.problem, item)} severity="warning" />
          </div>
        )}
      </PaneSection>
      <PaneSection>
        <PaneFacts
          facts={[
            [t('pane.filled'), <NumberText key="filled" value={item.filledCount} />],
            ...(isLine
              ? []
              : [
                  [
                    t('pane.differing'),
                    <NumberText key="differing" value={preview.data?.differing ?? null} />,
                  ] as const,
                ]),
            [t('pane.pending'), <NumberText key="pending" value={item.pendingCount} />],
            [t('columns.last'), <TimeText key="last" at={item.lastSyncedAt} />],
            [
              t('pane.changed'),
              item.changedAt === null ? (
                t('pane.neverChanged')
              ) : (
                <TimeText key="changed" at={item.changedAt} form="full" />
              ),
            ],
            [t('pane.added'), <TimeText key="added" at={item.addedAt} form="full" />],
          ]}
        />
      </PaneSection>
      {preview.isPending ? <LoadingRows rows={4} /> : null}
      {preview.error === null ? null : (
        <PaneSection>
          <ErrorNotice problem={problemOf(preview.error)} onRetry={() => void preview.refetch()} />
        </PaneSection>
      )}
      {isLine || preview.data === undefined ? null : (
        <PaneSection title={t('pane.samples')}>
          <p className="sync-sub">{t('pane.samplesHint')}</p>
          {preview.data.samples.length === 0 ? (
            <p className="sync-pane-text">{t(item.status === 'paused' ? 'pane.noSamplesPaused' : 'pane.noSamples')}</p>
          ) : null}
          {preview.data.samples.map((sample) => (
            <Sample key={`${sample.contactId} ${sample.side}`} sample={sample} />
          ))}
        </PaneSection>
      )}
      {preview.data === undefined ? null : (
        <PaneSection
          title={t('pane.rejects')}
          aside={
            preview.data.rejects.length === 0 ? null : (
              <Anchor component={Link} to={places.syncData('problems')} size="xs">
                {t('pane.openRepair')}
              </Anchor>
            )
          }
        >
          {preview.data.rejects.length === 0 ? <p className="sync-pane-text">{t('pane.noRejects')}</p> : null}
          {preview.data.rejects.map((reject) => (
            <Reject key={reject.id} reject={reject} />
          ))}
        </PaneSection>
      )}
    </PaneBody>
  );
}

/** A contact's value before and after, on the side that would change, and why. */
function Sample({ sample }: { readonly sample: PlannedChange }) {
  const { t } = useTranslation('sync');
  const shown = useValueText();
  return (
    <div className="sync-sample">
      <div className="sync-sample-head">
        <Anchor component={Link} to={places.contact(sample.contactId)} size="sm" fw={550}>
          {sample.contactName}
        </Anchor>
        <span className="sync-sub">{t(`pane.side.${sample.side}`)}</span>
      </div>
      <BeforeAfter
        before={shown(sample.propertyName, sample.before)}
        after={shown(sample.propertyName, sample.after)}
      />
      <div className="sync-sub">
        <ChangeReason change={sample} isPlanned />
      </div>
    </div>
  );
}

function Reject({ reject }: { readonly reject: SyncRunError }) {
  const { t } = useTranslation(['sync', 'errors']);
  return (
    <div className="sync-sample">
      <div className="sync-sample-head">
        {reject.recordKind === 'contact' ? (
          <Anchor component={Link} to={places.contact(reject.recordId)} size="sm" fw={550}>
            {reject.recordName}
          </Anchor>
        ) : (
          <strong>{reject.recordName}</strong>
        )}
        <span className="sync-sub">
          <TimeText at={reject.at} />
        </span>
      </div>
      <div className="sync-danger">{t(`errors:${reject.problem.code}.what`, problemParams(reject.problem))}</div>
      {reject.valueSent === null ? null : (
        <div className="sync-sub">{t('sync:pane.rejectValue', { value: reject.valueSent })}</div>
      )}
    </div>
  );
}
