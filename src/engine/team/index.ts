export { createTeam, type Team } from './team';
