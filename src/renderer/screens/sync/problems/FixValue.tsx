import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { contactIdSchema } from '../../../../shared/model/ids';
import type { SyncProblem } from '../../../../shared/model/sync';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { FieldEditor } from '../../../components/contact/FieldEditor';
import type { EditableProperty } from '../../../components/contact/field-kind';
import { LoadingRows } from '../../../components/LoadingRows';
import { usePropertyName } from './usePropertyName';
import { useRepair } from './useRepair';

interface FixValueProps {
  readonly record: SyncProblem;
  readonly onClose: () => void;
}

/** Gives another value for the refused one, by the field's type, and sends it. What cannot be right is said at the field. */
export function FixValue({ record, onClose }: FixValueProps) {
  const { t } = useTranslation('sync');
  const nameOf = usePropertyName();
  const { fix } = useRepair();
  const isContact = record.recordKind === 'contact';
  const contact = useQuery({
    ...orpc.contacts.get.queryOptions({ input: { id: contactIdSchema.parse(record.recordId) } }),
    enabled: isContact,
  });
  if (isContact && contact.isPending) return <LoadingRows rows={1} />;
  const held = contact.data?.properties.find(({ name }) => name === record.property);
  const name = record.property ?? '';
  const property: EditableProperty = held ?? {
    name,
    label: nameOf(name),
    type: 'string',
    fieldType: 'text',
    value: record.valueSent,
    options: [],
  };
  return (
    <div className="problems-fix">
      <FieldEditor
        property={{ ...property, label: nameOf(name) }}
        startValue={record.valueSent ?? property.value}
        saveLabel={t('problems.fix.save')}
        isSaving={fix.isPending}
        problem={fix.error === null ? null : problemOf(fix.error)}
        onSave={(value) => fix.mutate({ id: record.id, value: value ?? '' }, { onSuccess: onClose })}
        onCancel={onClose}
      />
    </div>
  );
}
