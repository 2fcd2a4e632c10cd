import { LumoError } from '../../shared/errors/lumo-error';

/** A place in a thread: messages are ordered by time, then by arrival. */
export interface MessagePosition {
  sentAt: number;
  seq: number;
}

/** The cursor text of a place. */
export function cursorOf({ sentAt, seq }: MessagePosition): string {
  return `${sentAt}.${seq}`;
}

/** @throws LumoError INPUT_INVALID when it is no cursor of ours */
export function positionOf(cursor: string): MessagePosition {
  const found = /^(\d{1,16})\.(\d{1,16})$/.exec(cursor);
  if (found === null) throw new LumoError('INPUT_INVALID', { field: 'cursor' });
  return { sentAt: Number(found[1]), seq: Number(found[2]) };
}
