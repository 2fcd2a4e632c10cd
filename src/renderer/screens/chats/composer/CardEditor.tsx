import { ActionIcon, Alert, Button, FileButton, Group, Modal, Textarea, TextInput } from '@mantine/core';
import { IconPhoto, IconPlus, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutgoingContent, OutgoingFile } from '../../../../shared/model/outgoing';
import { ProblemText } from '../../../components/ProblemText';
import { CardPreview } from './CardPreview';
import { prepareFile } from './files/prepare-file';
import { UploadRefused } from './files/upload-file';
import { TapRow } from './TapRow';
import { newTap, problemOfTap, type TapDraft, type TapKind, tapActionOf, tapDraftOf } from './tap-draft';

type Card = Extract<OutgoingContent, { type: 'buttons' }>;

interface CardEditorProps {
  /** The card to be changed; null = a new one. */
  readonly held: Card | null;
  readonly files: readonly OutgoingFile[];
  readonly onDone: (card: Card, files: readonly OutgoingFile[]) => void;
  readonly onClose: () => void;
}

const kinds: readonly TapKind[] = ['url', 'say', 'postback'];
/** LINE's limits of a card (LINE fact sheet, section 6.4). */
const mostActions = 4;
const longestTitle = 40;
const longestText = 160;
const longestTextBeside = 60;

/** Writes a card with buttons: picture, title, text, up to four buttons, with what it will look like beside it. */
export function CardEditor({ held, files, onDone, onClose }: CardEditorProps) {
  const { t } = useTranslation('chats');
  const [title, setTitle] = useState(held?.title ?? '');
  const [text, setText] = useState(held?.text ?? '');
  const [taps, setTaps] = useState<readonly TapDraft[]>(() => held?.actions.map(tapDraftOf) ?? [newTap('url')]);
  const [picture, setPicture] = useState(() => files.find((file) => file.id === held?.imageFileId) ?? null);
  const [problem, setProblem] = useState<UploadRefused['problem'] | null>(null);
  const [isReading, setReading] = useState(false);
  const [isChecked, setChecked] = useState(false);
  const end = useRef<AbortController | null>(null);
  useEffect(() => () => end.current?.abort(), []);

  const limit = title.trim() !== '' || picture !== null ? longestTextBeside : longestText;
  const length = [...new Intl.Segmenter().segment(text.trim())].length;
  const isComplete = length > 0 && length <= limit && taps.every((tap) => problemOfTap(tap) === null);
  const readPicture = async (file: File | null): Promise<void> => {
    if (file === null) return;
    end.current = new AbortController();
    setReading(true);
    setProblem(null);
    try {
      setPicture(await prepareFile('image', file, { onProgress: () => undefined, signal: end.current.signal }));
    } catch (error) {
      if (error instanceof UploadRefused) setProblem(error.problem);
    } finally {
      setReading(false);
    }
  };
  const done = (): void => {
    setChecked(true);
    if (!isComplete) return;
    const card: Card = {
      type: 'buttons',
      title: title.trim() === '' ? null : title.trim(),
      text: text.trim(),
      imageFileId: picture?.id ?? null,
      actions: taps.flatMap((tap) => tapActionOf(tap) ?? []),
    };
    onDone(card, picture === null ? [] : [picture]);
    onClose();
  };
  const textError =
    length > limit
      ? t('composer.card.textOver', { count: length - limit, limit })
      : isChecked && length === 0
        ? t('composer.card.textMissing')
        : null;
  return (
    <Modal opened onClose={onClose} title={t('composer.card.title')} size={860} centered>
      <div className="chat-card-editor">
        <div className="chat-form">
          <Group gap="xs" wrap="nowrap">
            <FileButton accept="image/*" onChange={(file) => void readPicture(file)}>
              {(props) => (
                <Button
                  {...props}
                  variant="default"
                  loading={isReading}
                  leftSection={<IconPhoto size={16} aria-hidden />}
                >
                  {t(picture === null ? 'composer.card.picture' : 'composer.card.otherPicture')}
                </Button>
              )}
            </FileButton>
            {picture === null ? null : (
              <>
                <span className="chat-card-file">{picture.name}</span>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('composer.card.noPicture')}
                  title={t('composer.card.noPicture')}
                  onClick={() => setPicture(null)}
                >
                  <IconX size={15} aria-hidden />
                </ActionIcon>
              </>
            )}
          </Group>
          {problem === null ? null : (
            <Alert color="red" p="xs" role="alert">
              <ProblemText problem={problem} />
            </Alert>
          )}
          <TextInput
            label={t('composer.card.heading')}
            value={title}
            maxLength={longestTitle}
            onChange={(event) => setTitle(event.currentTarget.value)}
            data-autofocus
          />
          <Textarea
            label={t('composer.card.text')}
            description={t('composer.card.textLimit', { length, limit })}
            value={text}
            autosize
            minRows={2}
            maxRows={5}
            withAsterisk
            error={textError}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <strong className="chat-form-head">{t('composer.card.buttons')}</strong>
          {taps.map((tap, index) => (
            <TapRow
              key={tap.key}
              tap={tap}
              kinds={kinds}
              number={index + 1}
              isChecked={isChecked}
              onChange={(next) => setTaps(taps.map((each) => (each.key === tap.key ? next : each)))}
              onRemove={taps.length === 1 ? null : () => setTaps(taps.filter((each) => each.key !== tap.key))}
            />
          ))}
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={15} aria-hidden />}
            disabled={taps.length >= mostActions}
            onClick={() => setTaps([...taps, newTap('url')])}
            className="chat-form-add"
          >
            {t('composer.card.addButton')}
          </Button>
        </div>
        <CardPreview
          pictureUrl={picture?.url ?? null}
          title={title.trim()}
          text={text.trim()}
          labels={taps.map((tap) => tap.label.trim())}
        />
      </div>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('composer.cancel')}
        </Button>
        <Button onClick={done} disabled={isReading}>
          {t(held === null ? 'composer.attach' : 'composer.apply')}
        </Button>
      </Group>
    </Modal>
  );
}
