import { ActionIcon, UnstyledButton } from '@mantine/core';
import {
  IconMaximize,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconVideo,
  IconVideoOff,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Media } from '../../../../../shared/model/chat';
import { useFormat } from '../../../../i18n/useFormat';
import { clipTime } from './clip-time';
import { MediaState } from './MediaState';
import { SeekBar } from './SeekBar';
import { usePlayer } from './usePlayer';

interface VideoContentProps {
  readonly media: Media;
  readonly durationMs: number | null;
  readonly sentAt: number;
}

/** A video at a fixed size, so that nothing jumps: its preview first; the file is read when somebody plays it. */
export function VideoContent(props: VideoContentProps) {
  const { media, durationMs, sentAt } = props;
  const { t } = useTranslation('chats');
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  if (media.state !== 'stored' || media.url === null) {
    return <MediaState kind="video" media={media} icon={IconVideoOff} />;
  }
  if (isOpen) return <VideoPlayer {...props} url={media.url} />;
  const length = durationMs === null ? null : clipTime(durationMs / 1000);
  const name = t('message.videoFrom', { time: format.dateTime(sentAt) });
  return (
    <UnstyledButton
      className="chat-video"
      aria-label={`${t('message.player.playVideo')}. ${name}${length === null ? '' : `, ${length}`}`}
      onClick={() => setOpen(true)}
    >
      {media.previewUrl === null ? (
        <IconVideo className="chat-video-none" size={44} stroke={1.2} aria-hidden />
      ) : (
        <img src={media.previewUrl} alt="" draggable={false} />
      )}
      <span className="chat-video-play" aria-hidden>
        <IconPlayerPlayFilled size={26} />
      </span>
      {length === null ? null : <span className="chat-video-length">{length}</span>}
    </UnstyledButton>
  );
}

function VideoPlayer({ url, media, durationMs, sentAt }: VideoContentProps & { readonly url: string }) {
  const { t } = useTranslation('chats');
  const format = useFormat();
  const video = useRef<HTMLVideoElement>(null);
  const player = usePlayer(video, durationMs);
  const [isMuted, setMuted] = useState(false);
  if (player.isBroken) {
    return <MediaState kind="video" media={{ ...media, state: 'failed' }} icon={IconVideoOff} />;
  }
  const label = t(player.isPlaying ? 'message.player.pause' : 'message.player.play');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this is one player with a name
    <span
      className="chat-video-player"
      role="group"
      aria-label={t('message.videoFrom', { time: format.dateTime(sentAt) })}
    >
      <video
        ref={video}
        src={url}
        poster={media.previewUrl ?? undefined}
        muted={isMuted}
        autoPlay
        playsInline
        disablePictureInPicture
        onClick={player.toggle}
      />
      <span className="chat-video-bar">
        <ActionIcon variant="transparent" color="white" aria-label={label} onClick={player.toggle} autoFocus>
          {player.isPlaying ? (
            <IconPlayerPauseFilled size={18} aria-hidden />
          ) : (
            <IconPlayerPlayFilled size={18} aria-hidden />
          )}
        </ActionIcon>
        <SeekBar player={player} />
        <span className="chat-video-time">
          {clipTime(player.at)} / {clipTime(player.length)}
        </span>
        <ActionIcon
          variant="transparent"
          color="white"
          aria-label={t(isMuted ? 'message.player.unmute' : 'message.player.mute')}
          onClick={() => setMuted(!isMuted)}
        >
          {isMuted ? <IconVolumeOff size={18} aria-hidden /> : <IconVolume size={18} aria-hidden />}
        </ActionIcon>
        <ActionIcon
          variant="transparent"
          color="white"
          aria-label={t('message.player.full')}
          onClick={() => void video.current?.requestFullscreen().catch(() => undefined)}
        >
          <IconMaximize size={18} aria-hidden />
        </ActionIcon>
      </span>
    </span>
  );
}
