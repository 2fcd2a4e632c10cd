export * from './console-api';
export * from './frames';
export * from './message-sent';
export * from './relay-event';
