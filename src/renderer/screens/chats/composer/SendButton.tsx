import { Button, Tooltip } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../../../shared/model/settings';
import { Kbd } from '../../../components/Kbd';
import { useNow } from '../../../components/useNow';
import { type CostInput, sendCost } from './free-reply';

interface SendButtonProps {
  readonly conversation: CostInput;
  readonly sendKey: Settings['sendKey'];
  readonly isDisabled: boolean;
  readonly onSend: () => void;
}

/** Sends the text; it says so while that is free, and its key on hover. */
export function SendButton({ conversation, sendKey, isDisabled, onSend }: SendButtonProps) {
  const { t } = useTranslation('chats');
  const isFree = sendCost(conversation, useNow('second')).kind === 'free';
  return (
    <Tooltip label={<Kbd keys={sendKey === 'enter' ? 'enter' : 'mod+enter'} />}>
      <Button size="sm" leftSection={<IconSend size={16} aria-hidden />} disabled={isDisabled} onClick={onSend}>
        {t(isFree ? 'composer.sendFree' : 'composer.send')}
      </Button>
    </Tooltip>
  );
}
