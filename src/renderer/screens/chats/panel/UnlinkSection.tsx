import { Button, Group, Modal, Text } from '@mantine/core';
import { IconLinkOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../../shared/model/chat';
import type { ContactDetail } from '../../../../shared/model/contact';
import { useLinkActions } from '../../../components/link-desk/useLinkActions';

interface UnlinkSectionProps {
  readonly conversation: ConversationDetail;
  readonly contact: ContactDetail;
}

/** Takes the link between friend and contact away, after a question. */
export function UnlinkSection({ conversation, contact }: UnlinkSectionProps) {
  const { t } = useTranslation('chats');
  const [isAsking, setAsking] = useState(false);
  const { unlink } = useLinkActions();
  const { friendId } = conversation;
  if (friendId === null) return null;
  return (
    <section className="chat-panel-section">
      <Button
        size="xs"
        variant="subtle"
        color="red"
        leftSection={<IconLinkOff size={14} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {t('panel.unlink')}
      </Button>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('panel.unlinkTitle', { friend: conversation.title, contact: contact.displayName })}
        centered
      >
        <Text size="sm">{t('panel.unlinkText')}</Text>
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
            {t('panel.cancel')}
          </Button>
          <Button
            color="red.9"
            loading={unlink.isPending}
            onClick={() => unlink.mutate({ friendId }, { onSuccess: () => setAsking(false) })}
          >
            {t('panel.unlink')}
          </Button>
        </Group>
      </Modal>
    </section>
  );
}
