import { Button, Group, Modal, Text, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconLock, IconPencil } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactProperty } from '../../../shared/model/contact';
import type { ContactId } from '../../../shared/model/ids';
import { problemOf } from '../../bridge/problem';
import { usePropertyLabel } from '../property-label';
import { CopyValue } from './CopyValue';
import { FieldEditor } from './FieldEditor';
import { FieldMarks } from './FieldMarks';
import { useSaveField } from './useSaveField';
import { WhyButton } from './WhyButton';

interface ContactFieldProps {
  readonly contactId: ContactId;
  readonly property: ContactProperty;
  /** The value in the reader's form; null = empty. */
  readonly text: string | null;
}

/** One synced field: its value, edited in place where its rule lets it be, what is open about it, and why it is what it is. */
export function ContactField({ contactId, property, text }: ContactFieldProps) {
  const { t } = useTranslation(['contacts', 'common']);
  const label = usePropertyLabel()(property);
  const [isEditing, setEditing] = useState(false);
  const [backTo, setBackTo] = useState<string | null>(null);
  const save = useSaveField(contactId);
  const opener = useRef<HTMLButtonElement>(null);
  const isClosing = useRef(false);
  const close = (): void => {
    isClosing.current = true;
    save.reset();
    setEditing(false);
  };
  useEffect(() => {
    // the value takes the focus back from its editor
    if (!isEditing && isClosing.current) {
      isClosing.current = false;
      opener.current?.focus();
    }
  }, [isEditing]);
  const send = (value: string | null, isBackward: boolean): void => {
    if (value === property.value && property.state === 'same') {
      close();
      return;
    }
    save.mutate(
      { contactId, propertyName: property.name, value, isBackward },
      {
        onSuccess: close,
        onError: (error) => {
          if (problemOf(error).code === 'LIFECYCLE_BACKWARD' && value !== null) setBackTo(value);
        },
      },
    );
  };
  const problem = save.error === null ? null : problemOf(save.error);
  const optionLabel = (value: string): string =>
    property.options.find((option) => option.value === value)?.label ?? value;

  return (
    <div className="lumo-property" data-editable={property.readOnlyReason === null}>
      <dt title={property.name}>
        <span className="lumo-property-label">{label}</span>
        <WhyButton contactId={contactId} property={property} />
      </dt>
      <dd>
        {isEditing ? (
          <FieldEditor
            property={{ ...property, label }}
            saveLabel={t('common:save')}
            isSaving={save.isPending}
            problem={problem?.code === 'LIFECYCLE_BACKWARD' ? null : problem}
            onSave={(value) => send(value, false)}
            onCancel={close}
          />
        ) : property.readOnlyReason === null ? (
          <UnstyledButton
            ref={opener}
            className="lumo-property-edit"
            aria-label={t('contacts:edit.open', { label, value: text ?? t('contacts:value.empty') })}
            onClick={() => setEditing(true)}
          >
            {text === null ? (
              <em className="lumo-empty-value">{t('contacts:value.empty')}</em>
            ) : (
              <span className="lumo-property-value">{text}</span>
            )}
            <IconPencil size={13} aria-hidden className="lumo-property-pencil" />
          </UnstyledButton>
        ) : text === null ? (
          <em className="lumo-empty-value">{t('contacts:value.empty')}</em>
        ) : (
          <span className="lumo-property-value">{text}</span>
        )}
        {isEditing || text === null ? null : <CopyValue label={label} value={text} />}
        {isEditing || property.readOnlyReason === null ? null : (
          <Tooltip label={t(`contacts:readOnly.${property.readOnlyReason}`)} multiline maw={280}>
            <span className="lumo-property-lock">
              <IconLock size={13} aria-hidden />
              <VisuallyHidden>{t(`contacts:readOnly.${property.readOnlyReason}`)}</VisuallyHidden>
            </span>
          </Tooltip>
        )}
      </dd>
      <FieldMarks property={property} />
      <Modal opened={backTo !== null} onClose={() => setBackTo(null)} title={t('contacts:backward.title')} centered>
        <Text size="sm">
          {t('contacts:backward.text', {
            label,
            from: text ?? t('contacts:value.empty'),
            to: backTo === null ? '' : optionLabel(backTo),
          })}
        </Text>
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button variant="default" onClick={() => setBackTo(null)} data-autofocus>
            {t('common:cancel')}
          </Button>
          <Button
            loading={save.isPending}
            onClick={() => {
              if (backTo !== null) send(backTo, true);
              setBackTo(null);
            }}
          >
            {t('contacts:backward.confirm')}
          </Button>
        </Group>
      </Modal>
    </div>
  );
}
