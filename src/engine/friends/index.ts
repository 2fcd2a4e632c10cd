export { createFriends } from './friends';
export type { Friends, FriendsDeps } from './friends-types';
