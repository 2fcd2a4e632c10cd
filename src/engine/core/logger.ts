export type { LogFields, Logger } from '../../shared/log/logger';
export { createLogger, redact } from '../../shared/log/logger';
