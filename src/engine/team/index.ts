export type { SharedWork } from './shared-work';
export { createSharedWork } from './shared-work';
export { createTeam } from './team';
export { type ChangeOf, noTeamEffects, type Team, type TeamDeps, type TeamEffects } from './team-types';
