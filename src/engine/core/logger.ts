export type { LogFields, Logger } from '../../shared/log/logger';
export { createLogger } from '../../shared/log/logger';
