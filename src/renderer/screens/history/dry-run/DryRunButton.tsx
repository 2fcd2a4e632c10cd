import { Button } from '@mantine/core';
import { IconEyeSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DryRunDialog } from './DryRunDialog';

/** "Dry run": shows what a sync would change, and changes nothing. */
export function DryRunButton({ isDisabled = false }: { readonly isDisabled?: boolean }) {
  const { t } = useTranslation('history');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconEyeSearch size={16} aria-hidden />}
        disabled={isDisabled}
        onClick={() => setOpen(true)}
      >
        {t('dryRun.button')}
      </Button>
      {isOpen ? <DryRunDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}
