import { Alert, Button, Group, Modal, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutgoingContent } from '../../../../shared/model/outgoing';
import { isImeEnter } from '../../../components/ime';
import { isShortMapLink, placeOfMapLink } from './map-link';

type Place = Extract<OutgoingContent, { type: 'location' }>;

interface LocationEditorProps {
  /** The place to be changed; null = a new one. */
  readonly held: Place | null;
  readonly onDone: (place: Place) => void;
  readonly onClose: () => void;
}

/** LINE takes no more in a name or an address (LINE fact sheet, section 6.1). */
const longest = 100;

/** Asks for a place: pasted as a map link or a pair of numbers, or typed in. */
export function LocationEditor({ held, onDone, onClose }: LocationEditorProps) {
  const { t } = useTranslation('chats');
  const [link, setLink] = useState('');
  const [title, setTitle] = useState(held?.title ?? '');
  const [address, setAddress] = useState(held?.address ?? '');
  const [latitude, setLatitude] = useState<number | string>(held?.latitude ?? '');
  const [longitude, setLongitude] = useState<number | string>(held?.longitude ?? '');
  const found = placeOfMapLink(link);
  const isComplete =
    title.trim() !== '' && address.trim() !== '' && typeof latitude === 'number' && typeof longitude === 'number';

  const takeLink = (text: string): void => {
    setLink(text);
    const place = placeOfMapLink(text);
    if (place === null) return;
    setLatitude(place.latitude);
    setLongitude(place.longitude);
    if (place.title !== null && title.trim() === '') setTitle(place.title);
  };
  const done = (): void => {
    if (!isComplete) return;
    onDone({ type: 'location', title: title.trim(), address: address.trim(), latitude, longitude });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('composer.location.title')} size="md" centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          done();
        }}
        onKeyDown={(event) => {
          if (isImeEnter(event)) event.preventDefault();
        }}
        className="chat-form"
      >
        <TextInput
          label={t('composer.location.link')}
          description={t('composer.location.linkHint')}
          value={link}
          onChange={(event) => takeLink(event.currentTarget.value)}
          data-autofocus
        />
        {link.trim() === '' ? null : (
          <Alert color={found === null ? 'yellow' : 'lagoon'} p="xs" role="status">
            {found !== null
              ? t('composer.location.understood', { latitude: found.latitude, longitude: found.longitude })
              : t(isShortMapLink(link) ? 'composer.location.short' : 'composer.location.notUnderstood')}
          </Alert>
        )}
        <TextInput
          label={t('composer.location.name')}
          value={title}
          maxLength={longest}
          withAsterisk
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextInput
          label={t('composer.location.address')}
          value={address}
          maxLength={longest}
          withAsterisk
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <Group grow align="flex-start">
          <NumberInput
            label={t('composer.location.latitude')}
            value={latitude}
            onChange={setLatitude}
            min={-90}
            max={90}
            decimalScale={7}
            hideControls
            withAsterisk
          />
          <NumberInput
            label={t('composer.location.longitude')}
            value={longitude}
            onChange={setLongitude}
            min={-180}
            max={180}
            decimalScale={7}
            hideControls
            withAsterisk
          />
        </Group>
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={onClose}>
            {t('composer.cancel')}
          </Button>
          <Button type="submit" disabled={!isComplete}>
            {t(held === null ? 'composer.attach' : 'composer.apply')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
