import { Text } from '@mantine/core';
import { IconBolt, IconList } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ContactDetail } from '../../../shared/model/contact';
import { places } from '../../app/places';

/** The synced HubSpot lists that hold a contact; a list that HubSpot keeps by itself has a sign of its own. */
export function ContactLists({ lists }: { readonly lists: ContactDetail['lists'] }) {
  const { t } = useTranslation('contacts');
  if (lists.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('lists.none')}
      </Text>
    );
  }
  return (
    <ul className="lumo-chips">
      {lists.map(({ id, name, processingType }) => {
        const isDynamic = processingType === 'DYNAMIC';
        const Icon = isDynamic ? IconBolt : IconList;
        return (
          <li key={id}>
            <Link
              to={`${places.syncData('lists')}?open=${encodeURIComponent(id)}`}
              className="lumo-chip"
              title={t(isDynamic ? 'lists.dynamic' : 'lists.static')}
            >
              <Icon size={13} aria-hidden />
              {name}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
