import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface CopyValueProps {
  /** What is copied, in words, for the button's name. */
  readonly label: string;
  readonly value: string;
}

/** Copies one value; it says so for a moment. */
export function CopyValue({ label, value }: CopyValueProps) {
  const { t } = useTranslation('contacts');
  return (
    <CopyButton value={value} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('value.copied') : t('value.copy', { label })}>
          <ActionIcon
            variant="subtle"
            color={copied ? 'lagoon' : 'gray'}
            size="sm"
            className="lumo-copy"
            aria-label={t('value.copy', { label })}
            onClick={copy}
          >
            {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
