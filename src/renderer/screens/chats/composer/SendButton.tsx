import { Button, Group, Menu, Tooltip } from '@mantine/core';
import { IconCalendarTime, IconChevronDown, IconClockOff, IconSend } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../../../shared/model/settings';
import { Kbd } from '../../../components/Kbd';
import { useNow } from '../../../components/useNow';
import { useFormat } from '../../../i18n/useFormat';
import { type CostInput, clockText, sendCost } from './free-reply';
import { sendTimes } from './send-times';

interface SendButtonProps {
  readonly conversation: CostInput;
  readonly recipients: number;
  readonly sendKey: Settings['sendKey'];
  readonly isDisabled: boolean;
  /** Why nothing can be sent; null = it can. */
  readonly hint: string | null;
  readonly isMenuOpen: boolean;
  readonly setMenuOpen: (isOpen: boolean) => void;
  readonly onSend: (isUndoable: boolean) => void;
  readonly onSendAt: (at: number) => void;
  readonly onPickTime: () => void;
}

/** Sends; it names what that costs, and opens the other ways to send. */
export function SendButton(props: SendButtonProps) {
  const { conversation, recipients, sendKey, isDisabled, hint, isMenuOpen, setMenuOpen } = props;
  const { t } = useTranslation('chats');
  const format = useFormat();
  const now = useNow('second');
  const cost = sendCost(conversation, now, recipients);
  const words =
    cost.kind === 'free'
      ? t('composer.sendUntil', { clock: clockText(cost.secondsLeft) })
      : cost.kind === 'push' && cost.limit !== null
        ? t('composer.sendCost', { count: cost.count, limit: cost.limit })
        : t('composer.send');
  return (
    <Group gap={0} wrap="nowrap" className="chat-send">
      <Tooltip label={hint ?? <Kbd keys={sendKey === 'enter' ? 'enter' : 'mod+enter'} />}>
        <Button
          size="sm"
          leftSection={<IconSend size={16} aria-hidden />}
          disabled={isDisabled}
          onClick={() => props.onSend(true)}
          className="chat-send-main"
        >
          {words}
        </Button>
      </Tooltip>
      <Menu opened={isMenuOpen} onChange={setMenuOpen} position="top-end" shadow="md" width={370} returnFocus>
        <Menu.Target>
          <Button
            size="sm"
            px={7}
            disabled={isDisabled}
            aria-label={t('composer.later.menu')}
            title={t('composer.later.menu')}
            className="chat-send-more"
          >
            <IconChevronDown size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('composer.later.title')}</Menu.Label>
          {sendTimes(now).map(({ name, at }) => (
            <Menu.Item
              key={name}
              onClick={() => props.onSendAt(at)}
              rightSection={<span className="chat-send-time">{format.dateTime(at)}</span>}
            >
              {t(`composer.later.${name}`)}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<IconCalendarTime size={16} aria-hidden />} onClick={props.onPickTime}>
            {t('composer.later.pick')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconClockOff size={16} aria-hidden />}
            rightSection={<Kbd keys="mod+shift+enter" />}
            onClick={() => props.onSend(false)}
          >
            {t('composer.later.atOnce')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
