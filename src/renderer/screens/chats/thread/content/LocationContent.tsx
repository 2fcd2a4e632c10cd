import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy, IconExternalLink, IconMapPinFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MessageContent } from '../../../../../shared/model/chat';
import { rpc } from '../../../../bridge/client';
import { showProblem } from '../../../../components/show-problem';

type Location = Extract<MessageContent, { type: 'location' }>;

/** `35.681236, 139.767125`: six decimals are about ten centimetres. */
function coordinatesOf(location: Location): string {
  return `${Number(location.latitude.toFixed(6))}, ${Number(location.longitude.toFixed(6))}`;
}

/** A place: its name, address and coordinates to copy. No map is loaded; a click opens one in the browser. */
export function LocationContent({ location }: { readonly location: Location }) {
  const { t } = useTranslation('chats');
  const coordinates = coordinatesOf(location);
  return (
    <span className="chat-location">
      <span className="chat-location-map" aria-hidden>
        <IconMapPinFilled size={34} />
      </span>
      <span className="chat-location-body">
        <strong>{location.title ?? t('message.location')}</strong>
        {location.address === null ? null : <span>{location.address}</span>}
        <span className="chat-location-coordinates">{coordinates}</span>
        <span className="chat-location-actions">
          <CopyButton value={coordinates} timeout={1500}>
            {({ copied, copy }) => (
              <Button
                size="compact-xs"
                variant="default"
                leftSection={copied ? <IconCheck size={13} aria-hidden /> : <IconCopy size={13} aria-hidden />}
                onClick={copy}
              >
                {copied ? t('panel.copied') : t('message.copyCoordinates')}
              </Button>
            )}
          </CopyButton>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconExternalLink size={13} aria-hidden />}
            onClick={() => {
              const query = encodeURIComponent(`${location.latitude},${location.longitude}`);
              rpc.app
                .openExternal({ url: `https://www.google.com/maps/search/?api=1&query=${query}` })
                .catch(showProblem);
            }}
          >
            {t('message.openMap')}
          </Button>
        </span>
      </span>
    </span>
  );
}
