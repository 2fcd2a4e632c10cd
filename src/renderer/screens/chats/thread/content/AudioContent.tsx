import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconMicrophoneOff, IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Media } from '../../../../../shared/model/chat';
import { useFormat } from '../../../../i18n/useFormat';
import { clipTime } from './clip-time';
import { MediaState } from './MediaState';
import { SeekBar } from './SeekBar';
import { usePlayer } from './usePlayer';

interface AudioContentProps {
  readonly media: Media;
  readonly durationMs: number | null;
  readonly sentAt: number;
}

/** A voice message or a recording. Nothing is read of the file before somebody plays it. */
export function AudioContent(props: AudioContentProps) {
  const { media } = props;
  if (media.state !== 'stored' || media.url === null) {
    return <MediaState kind="audio" media={media} icon={IconMicrophoneOff} />;
  }
  return <AudioPlayer {...props} url={media.url} />;
}

const speeds = [1, 1.5, 2] as const;

function AudioPlayer({ url, durationMs, sentAt }: AudioContentProps & { readonly url: string }) {
  const { t, i18n } = useTranslation('chats');
  const format = useFormat();
  const media = useRef<HTMLAudioElement>(null);
  const player = usePlayer(media, durationMs);
  const [speed, setSpeed] = useState<(typeof speeds)[number]>(1);
  const name = t('message.audioFrom', { time: format.dateTime(sentAt) });
  const nextSpeed = speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1;
  const speedText = `${new Intl.NumberFormat(i18n.language).format(speed)}×`;
  if (player.isBroken) {
    return <MediaState kind="audio" media={brokenMedia} icon={IconMicrophoneOff} />;
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this is one player with a name
    <span className="chat-audio" role="group" aria-label={name}>
      {/* biome-ignore lint/a11y/useMediaCaption: customers send no captions */}
      <audio ref={media} src={url} preload="none" />
      <ActionIcon
        size={38}
        radius="xl"
        variant="filled"
        color="lagoon.8"
        aria-label={t(player.isPlaying ? 'message.player.pause' : 'message.player.play')}
        onClick={player.toggle}
      >
        {player.isPlaying ? (
          <IconPlayerPauseFilled size={18} aria-hidden />
        ) : (
          <IconPlayerPlayFilled size={18} aria-hidden />
        )}
      </ActionIcon>
      <span className="chat-audio-body">
        <SeekBar player={player} />
        <span className="chat-audio-time">
          <span>{player.isPlaying || player.at > 0 ? clipTime(player.at) : clipTime(player.length)}</span>
          {player.at > 0 ? <span>{clipTime(player.length)}</span> : null}
        </span>
      </span>
      <UnstyledButton
        className="chat-speed"
        aria-label={t('message.player.speed', { speed: speedText })}
        onClick={() => {
          setSpeed(nextSpeed);
          player.setSpeed(nextSpeed);
        }}
      >
        {speedText}
      </UnstyledButton>
    </span>
  );
}

const brokenMedia: Media = { state: 'failed', url: null, previewUrl: null, byteSize: null, contentType: null };
