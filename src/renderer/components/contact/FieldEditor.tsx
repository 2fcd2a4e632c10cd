import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../shared/errors/error-code';
import { isImeEnter } from '../ime';
import { FieldInput } from './FieldInput';
import { type EditableProperty, fieldKindOf } from './field-kind';
import { type DraftFault, draftOf, readDraft } from './field-value';
import { useProblemWords } from './useProblemWords';

interface FieldEditorProps {
  readonly property: EditableProperty;
  /** Value that the editor starts with, where it is not the property's own. */
  readonly startValue?: string | null;
  readonly saveLabel: string;
  readonly isSaving: boolean;
  /** Why the last try was refused. */
  readonly problem: Problem | null;
  readonly onSave: (value: string | null) => void;
  readonly onCancel: () => void;
}

/** Edits one value by its type. Enter saves (not the Enter that ends a conversion), Esc leaves; errors stand at the field. */
export function FieldEditor(props: FieldEditorProps) {
  const { property, startValue = property.value, saveLabel, isSaving, problem, onSave, onCancel } = props;
  const { t } = useTranslation(['contacts', 'errors', 'common']);
  const wordsOf = useProblemWords();
  const kind = fieldKindOf(property);
  const [draft, setDraft] = useState(() => draftOf(kind, startValue));
  const [fault, setFault] = useState<DraftFault | null>(null);
  const save = (text: string): void => {
    const read = readDraft(kind, text);
    setFault('fault' in read ? read.fault : null);
    if ('value' in read) onSave(read.value);
  };
  const error =
    fault !== null ? (
      t(`contacts:edit.fault.${fault}`)
    ) : problem !== null ? (
      <>
        {t(`errors:${problem.code}.what`, wordsOf(problem))}
        <br />
        {t(`errors:${problem.code}.todo`, wordsOf(problem))}
      </>
    ) : null;
  const isPicked = kind === 'choice' || kind === 'yesNo';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would put its legend where the label stands already
    <div
      role="group"
      aria-label={t('contacts:edit.editing', { label: property.label })}
      className="lumo-field-editor"
      onKeyDown={(event) => {
        if (isImeEnter(event)) return;
        if (event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          onCancel();
        }
        const isOnButton = event.target instanceof HTMLButtonElement;
        const isLineBreak = kind === 'longText' && !event.ctrlKey && !event.metaKey;
        if (event.key === 'Enter' && !isOnButton && !isPicked && !isLineBreak) {
          event.preventDefault();
          save(draft);
        }
      }}
    >
      <FieldInput
        property={property}
        draft={draft}
        onChange={(text) => {
          setDraft(text);
          setFault(null);
        }}
        onPick={(text) => {
          setDraft(text);
          save(text);
        }}
        error={error}
        isBusy={isSaving}
      />
      <Group gap={6} mt={6}>
        {isPicked && problem === null && !isSaving ? null : (
          <Button size="compact-xs" loading={isSaving} onClick={() => save(draft)}>
            {saveLabel}
          </Button>
        )}
        <Button size="compact-xs" variant="default" onClick={onCancel} disabled={isSaving}>
          {t('common:cancel')}
        </Button>
        {kind === 'longText' ? (
          <Text size="xs" c="dimmed">
            {t('contacts:edit.longTextKeys')}
          </Text>
        ) : null}
      </Group>
    </div>
  );
}
