export * from './console-api';
export * from './frames';
export * from './link-request';
export * from './message-sent';
export * from './presence';
export * from './relay-event';
export * from './shared-work';
export * from './workspace-change';
