import type { ChatMessage } from '../../../../../shared/model/chat';
import { AudioContent } from './AudioContent';
import { CardContent } from './CardContent';
import { FileContent } from './FileContent';
import { ImageContent } from './ImageContent';
import { ImageSetContent } from './ImageSetContent';
import { LocationContent } from './LocationContent';
import { OtherContent } from './OtherContent';
import { PostbackContent } from './PostbackContent';
import { StickerContent } from './StickerContent';
import { TextContent } from './TextContent';
import { VideoContent } from './VideoContent';

interface MessageContentViewProps {
  readonly message: ChatMessage;
  /** Pictures that were sent together with this one, itself among them; null = it stands alone. */
  readonly imageSet: readonly ChatMessage[] | null;
}

/** What stands in a bubble, by its kind. */
export function MessageContentView({ message, imageSet }: MessageContentViewProps) {
  const { content, sentAt } = message;
  switch (content.type) {
    case 'text':
      return <TextContent parts={content.parts} />;
    case 'sticker':
      return <StickerContent sticker={content} />;
    case 'image':
      return imageSet === null ? (
        <ImageContent media={content.media} sentAt={sentAt} />
      ) : (
        <ImageSetContent messages={imageSet} />
      );
    case 'video':
      return <VideoContent media={content.media} durationMs={content.durationMs} sentAt={sentAt} />;
    case 'audio':
      return <AudioContent media={content.media} durationMs={content.durationMs} sentAt={sentAt} />;
    case 'file':
      return <FileContent messageId={message.id} file={content} isOwn={message.direction === 'out'} />;
    case 'location':
      return <LocationContent location={content} />;
    case 'postback':
      return <PostbackContent postback={content} />;
    case 'card':
      return <CardContent card={content} />;
    case 'other':
      return <OtherContent content={content} />;
  }
}
