import { Tooltip } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../../components/useNow';
import { waitText } from './wait-clock';

/** How long the customer waits for an answer, renewed by itself. */
export function WaitClock({ sinceAt }: { readonly sinceAt: number }) {
  const { t } = useTranslation('chats');
  const wait = waitText(sinceAt, useNow());
  const text = t(`wait.${wait.unit}`, { count: wait.count });
  return (
    <Tooltip label={t('wait.tooltip', { time: t(`wait.${wait.unit}Long`, { count: wait.count }) })} openDelay={400}>
      <span className="chat-wait" data-urgency={wait.urgency}>
        <IconClock size={12} aria-hidden />
        {text}
      </span>
    </Tooltip>
  );
}
