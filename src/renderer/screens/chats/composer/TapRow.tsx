import { ActionIcon, Select, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { longestLabel, longestTapText, longestUrl, problemOfTap, type TapDraft, type TapKind } from './tap-draft';

interface TapRowProps {
  readonly tap: TapDraft;
  readonly kinds: readonly TapKind[];
  readonly number: number;
  /** Problems are named only once the person tried to go on. */
  readonly isChecked: boolean;
  readonly onChange: (tap: TapDraft) => void;
  readonly onRemove: (() => void) | null;
}

/** One button: what stands on it and what a tap does. */
export function TapRow({ tap, kinds, number, isChecked, onChange, onRemove }: TapRowProps) {
  const { t } = useTranslation('chats');
  const problem = isChecked || tap.value !== '' ? problemOfTap(tap) : null;
  const hasValue = tap.kind === 'say' || tap.kind === 'url' || tap.kind === 'postback';
  return (
    <fieldset className="chat-tap" aria-label={t('composer.tap.number', { number })}>
      <Select
        aria-label={t('composer.tap.kind')}
        data={kinds.map((kind) => ({ value: kind, label: t(`composer.tap.${kind}`) }))}
        value={tap.kind}
        allowDeselect={false}
        onChange={(value) => {
          const kind = kinds.find((each) => each === value);
          if (kind !== undefined) onChange({ ...tap, kind });
        }}
        w={150}
      />
      <TextInput
        aria-label={t('composer.tap.label')}
        placeholder={t('composer.tap.label')}
        value={tap.label}
        maxLength={longestLabel}
        error={isChecked && problem === 'label' ? t('composer.tap.problem.label') : null}
        onChange={(event) => onChange({ ...tap, label: event.currentTarget.value })}
        w={150}
      />
      {hasValue ? (
        <TextInput
          aria-label={t(`composer.tap.value.${tap.kind}`)}
          placeholder={t(`composer.tap.value.${tap.kind}`)}
          value={tap.value}
          maxLength={tap.kind === 'url' ? longestUrl : longestTapText}
          error={problem === 'url' || problem === 'value' ? t(`composer.tap.problem.${problem}`) : null}
          onChange={(event) => onChange({ ...tap, value: event.currentTarget.value })}
          className="chat-tap-value"
        />
      ) : (
        <span className="chat-tap-value chat-tap-note">{t('composer.tap.phoneOnly')}</span>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        disabled={onRemove === null}
        aria-label={t('composer.tap.remove', { number })}
        onClick={() => onRemove?.()}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </fieldset>
  );
}
