import type { ConversationView } from '../../../../shared/model/chat';

/** Views that always stand in the list's head, and those behind its menu. Together they are all, in the order of their keys 1 to 8. */
export const mainViews = ['todo', 'mine', 'unassigned', 'all'] as const satisfies readonly ConversationView[];
export const moreViews = ['unread', 'waiting', 'drafts', 'done'] as const satisfies readonly ConversationView[];

/** Whether a view stands behind the menu. */
export function isMoreView(view: ConversationView): boolean {
  return moreViews.some((each) => each === view);
}

/** The key that shows a view, outside of text fields: 1 to 8. */
export function keyOfView(view: ConversationView): string {
  return String([...mainViews, ...moreViews].indexOf(view) + 1);
}
