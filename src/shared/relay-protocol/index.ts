export * from './console-api';
export * from './frames';
export * from './relay-event';
