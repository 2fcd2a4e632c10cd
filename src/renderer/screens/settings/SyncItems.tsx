import { Button, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowNarrowLeft, IconArrowNarrowRight, IconEyeOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { Card } from '../../components/Card';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/LoadingRows';
import { NumberText } from '../../components/NumberText';
import { usePropertyLabel } from '../../components/property-label';
import { usePropertyType } from '../../components/property-picker/usePropertyType';
import { StatusMark } from '../../components/StatusMark';
import { TimeText } from '../../components/TimeText';
import { PropertiesModal } from './PropertiesModal';

/** Every synced property: where it goes, whether it works, when it was last synced. */
export function SyncItems() {
  const { t } = useTranslation('settings');
  const labelOf = usePropertyLabel();
  const typeName = usePropertyType();
  const [isChanging, { open, close }] = useDisclosure(false);
  const { data: items, error, refetch } = useQuery(orpc.mapping.items.queryOptions());
  return (
    <Card
      title={t('sync.items')}
      aside={
        <Button variant="default" size="xs" onClick={open}>
          {t('sync.change')}
        </Button>
      }
    >
      {isChanging ? <PropertiesModal onClose={close} /> : null}
      {error === null || items !== undefined ? null : (
        <div className="settings-card-body">
          <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} />
        </div>
      )}
      {items === undefined && error === null ? <LoadingRows /> : null}
      {items?.length === 0 ? <EmptyState icon={IconEyeOff} title={t('sync.none')} hint={t('sync.noneHint')} /> : null}
      {items === undefined || items.length === 0 ? null : (
        <Table.ScrollContainer minWidth={640}>
          <Table verticalSpacing={7} horizontalSpacing="md" className="settings-table">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('sync.columns.property')}</Table.Th>
                <Table.Th>{t('sync.columns.direction')}</Table.Th>
                <Table.Th>{t('sync.columns.status')}</Table.Th>
                <Table.Th>{t('sync.columns.last')}</Table.Th>
                <Table.Th className="settings-right">{t('sync.columns.filled')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((item) => (
                <Table.Tr key={`${item.direction}-${item.propertyName}`}>
                  <Table.Td>
                    <div className="settings-property">{labelOf({ name: item.propertyName, label: item.label })}</div>
                    <div className="settings-property-name">
                      {item.propertyName} · {typeName(item.type)}
                    </div>
                  </Table.Td>
                  <Table.Td>
                    <span className="settings-direction">
                      {item.direction === 'fromHubSpot' ? (
                        <IconArrowNarrowRight size={16} aria-hidden />
                      ) : (
                        <IconArrowNarrowLeft size={16} aria-hidden />
                      )}
                      {t(`sync.directions.${item.direction}`)}
                    </span>
                  </Table.Td>
                  <Table.Td>
                    <StatusMark tone={item.status === 'active' ? 'ok' : 'error'}>
                      {t(`sync.statuses.${item.status}`)}
                    </StatusMark>
                  </Table.Td>
                  <Table.Td>
                    <TimeText at={item.lastSyncedAt} />
                  </Table.Td>
                  <Table.Td className="settings-right">
                    <NumberText value={item.filledCount} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Card>
  );
}
