export * from './console-api';
export * from './frames';
export * from './link-request';
export * from './message-sent';
export * from './relay-event';
