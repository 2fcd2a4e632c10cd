import type { Media } from '../../../shared/model/chat';
import type { MessageRow } from '../../storage/message-repository';
import type { ContentContext } from './content-context';

/** The file of a message: what a customer sent, what was sent from here, or what another console sent. */
export function mediaOf(row: MessageRow, context: ContentContext): Media {
  if (row.outgoingFile !== null) {
    const url = context.outgoingUrl(row.outgoingFile);
    const { outgoingBytes: byteSize, outgoingType: contentType } = row;
    const previewUrl = row.outgoingPreview === null ? null : context.outgoingUrl(row.outgoingPreview);
    return { state: 'stored', url, previewUrl: previewUrl ?? imageOnly(contentType, url), byteSize, contentType };
  }
  const url = row.mediaFile === null ? null : context.mediaUrl(row.mediaFile);
  const previewUrl = row.mediaPreview === null ? null : context.mediaUrl(row.mediaPreview);
  const { mediaBytes: byteSize, mediaType: contentType } = row;
  const state = row.mediaState ?? 'failed';
  return { state, url, previewUrl: previewUrl ?? imageOnly(contentType, url), byteSize, contentType };
}

/** A picture is its own preview; a video is not. */
function imageOnly(contentType: string | null, url: string | null): string | null {
  return contentType?.startsWith('image/') === true ? url : null;
}
