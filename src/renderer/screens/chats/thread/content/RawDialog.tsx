import { Button, CopyButton, Loader, Modal } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MessageId } from '../../../../../shared/model/ids';
import { orpc } from '../../../../bridge/client';
import { problemOf } from '../../../../bridge/problem';
import { ErrorNotice } from '../../../../components/ErrorNotice';

/** LINE's own JSON of a message, to read and to copy. */
export function RawDialog({ messageId, onClose }: { readonly messageId: MessageId; readonly onClose: () => void }) {
  const { t } = useTranslation('chats');
  const raw = useQuery(orpc.chat.rawMessage.queryOptions({ input: { messageId } }));
  const text = raw.data === undefined ? '' : inLines(raw.data);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('message.raw.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('message.raw.close') }}
    >
      <p className="chat-raw-hint">{t('message.raw.hint')}</p>
      {raw.isPending ? <Loader size="sm" aria-label={t('message.raw.title')} /> : null}
      {raw.isError ? <ErrorNotice problem={problemOf(raw.error)} onRetry={() => void raw.refetch()} /> : null}
      {raw.isSuccess ? (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached by key */}
          <pre className="chat-raw" tabIndex={0}>
            {text}
          </pre>
          <CopyButton value={text} timeout={1500}>
            {({ copied, copy }) => (
              <Button
                size="xs"
                variant="default"
                leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
                onClick={copy}
              >
                {copied ? t('panel.copied') : t('message.raw.copy')}
              </Button>
            )}
          </CopyButton>
        </>
      ) : null}
    </Modal>
  );
}

function inLines(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
