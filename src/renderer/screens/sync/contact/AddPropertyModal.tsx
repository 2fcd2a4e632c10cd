import { Modal, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PropertyChoice, SyncItem } from '../../../../shared/model/sync';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { usePropertyLabel } from '../../../components/property-label';
import { PropertyChooser } from '../../../components/property-picker/PropertyChooser';
import { AddPropertyForm } from './AddPropertyForm';
import { standardItem, useLumoItemLabel } from './useLumoItemLabel';

interface AddPropertyModalProps {
  readonly items: readonly SyncItem[];
  /** A property that is chosen already; null = it is chosen here. */
  readonly initialName: string | null;
  readonly onClose: () => void;
  readonly onAdded: (propertyName: string) => void;
  readonly onDryRun: () => void;
}

/** "Add HubSpot Property" in two steps: which one, then how it is synced. */
export function AddPropertyModal({ items, initialName, onClose, onAdded, onDryRun }: AddPropertyModalProps) {
  const { t } = useTranslation(['sync', 'common']);
  const labelOf = usePropertyLabel();
  const lumoLabelOf = useLumoItemLabel();
  const { data: choices, error, refetch, isFetching } = useQuery(orpc.mapping.choices.queryOptions());
  const [name, setName] = useState(initialName);
  const chosen = choices?.find((choice) => choice.name === name);

  const mappedReason = ({ name: candidate, isChosen }: PropertyChoice): string | null => {
    const held = items.find((item) => item.propertyName === candidate && item.status !== 'detached');
    if (held === undefined) return isChosen ? t('sync:add.mappedOwn') : null;
    return standardItem(held.lumoItem) === null
      ? t('sync:add.mappedOwn')
      : t('sync:add.mapped', { item: lumoLabelOf(held.lumoItem) });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('sync:add.title')}
      size={chosen === undefined ? 820 : 760}
      yOffset="3dvh"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {error === null || choices !== undefined ? null : (
        <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} isRetrying={isFetching} />
      )}
      {choices === undefined && error === null ? <LoadingRows rows={8} /> : null}
      {choices !== undefined && chosen === undefined ? (
        <>
          <PropertyChooser
            choices={choices}
            label={t('sync:add.list')}
            searchLabel={t('sync:add.search')}
            reasonOf={mappedReason}
            takenLabel={t('sync:add.alreadySynced')}
            onChoose={(choice) => setName(choice.name)}
          />
          <Text size="xs" c="dimmed" mt="xs">
            {t('sync:contact.lead')} {t('sync:add.keys')}
          </Text>
        </>
      ) : null}
      {chosen === undefined ? null : (
        <AddPropertyForm
          key={chosen.name}
          choice={{ ...chosen, label: labelOf(chosen) }}
          onBack={() => setName(null)}
          onClose={onClose}
          onAdded={onAdded}
          onDryRun={onDryRun}
        />
      )}
    </Modal>
  );
}
