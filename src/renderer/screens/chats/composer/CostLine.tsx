import { Tooltip } from '@mantine/core';
import { IconAlertTriangleFilled, IconCloudOff, IconGift, IconSend2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../../components/useNow';
import { useFormat } from '../../../i18n/useFormat';
import { type CostInput, countdownText, sendCost } from './free-reply';

interface CostLineProps {
  readonly conversation: CostInput;
  readonly recipients: number;
  readonly isOnline: boolean;
}

/** What the next message costs, with a countdown while a reply is free; offline nobody knows that yet. */
export function CostLine({ conversation, recipients, isOnline }: CostLineProps) {
  const { t } = useTranslation('chats');
  const format = useFormat();
  const cost = sendCost(conversation, useNow('second'), recipients);

  const shown = (() => {
    switch (cost.kind) {
      case 'free': {
        const { key, count } = countdownText(cost.secondsLeft);
        return {
          icon: <IconGift size={14} aria-hidden />,
          text: t(key === 'seconds' ? 'composer.cost.freeSeconds' : 'composer.cost.freeMinutes', { count }),
          hint: t('composer.cost.freeHint'),
        };
      }
      case 'quotaUsed':
        return {
          icon: <IconAlertTriangleFilled size={14} aria-hidden />,
          text: t('composer.cost.quotaUsed', { limit: cost.limit }),
          hint: t('composer.cost.quotaUsedHint'),
        };
      case 'push':
        return {
          icon: <IconSend2 size={14} aria-hidden />,
          text:
            cost.limit === null
              ? t('composer.cost.pushUnknown', { count: cost.count })
              : `${t('composer.cost.push', { count: cost.count, limit: cost.limit })} · ${t('composer.cost.pushLeft', { left: cost.left ?? 0 })}`,
          hint: t(cost.count > 1 ? 'composer.cost.groupHint' : 'composer.cost.pushHint', { count: cost.count }),
        };
    }
  })();
  if (!isOnline) {
    return (
      <span className="chat-cost" data-kind="offline" role="status">
        <IconCloudOff size={14} aria-hidden />
        <span>{t('composer.offline')}</span>
      </span>
    );
  }
  return (
    <Tooltip label={shown.hint} multiline maw={300}>
      <span className="chat-cost" data-kind={cost.kind} data-cost={format.number(cost.kind === 'free' ? 0 : 1)}>
        {shown.icon}
        <span>{shown.text}</span>
      </span>
    </Tooltip>
  );
}
