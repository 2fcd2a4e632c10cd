import type { ProblemDetail } from '../problems';
import { isJsonObject, type JsonObject } from './findings';

/**
 * What in messages does not fit whom they go to: mentions go to groups and rooms alone and name people who are in them, and a video to a
 * group has no tracking id (facts/line-api section 6.1). `memberIds` is null where the messages go to people one by one.
 */
export function addresseeProblems(
  messages: readonly JsonObject[],
  memberIds: readonly string[] | null,
): ProblemDetail[] {
  return messages.flatMap((message, i) => [
    ...mentionProblems(message, memberIds, `messages[${i}]`),
    ...(message.type === 'video' && message.trackingId !== undefined && memberIds !== null
      ? [{ message: 'trackingId is not supported in group chats', property: `messages[${i}].trackingId` }]
      : []),
  ]);
}

function mentionProblems(message: JsonObject, memberIds: readonly string[] | null, path: string): ProblemDetail[] {
  if (message.type !== 'textV2' || !isJsonObject(message.substitution)) return [];
  return Object.entries(message.substitution).flatMap(([key, value]) => {
    if (!isJsonObject(value) || value.type !== 'mention' || !isJsonObject(value.mentionee)) return [];
    const at = `${path}.substitution.${key}.mentionee`;
    if (memberIds === null) return [{ message: 'Mentions are supported in group chats only', property: at }];
    const { type, userId } = value.mentionee;
    if (type !== 'user' || memberIds.includes(String(userId))) return [];
    return [{ message: 'The user is not in the chat', property: `${at}.userId` }];
  });
}
