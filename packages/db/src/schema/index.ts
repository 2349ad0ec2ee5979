export * from './audit.ts';
export * from './channels.ts';
export { appRole, platformRole } from './columns.ts';
export * from './contacts.ts';
export * from './media.ts';
export * from './messages.ts';
export * from './team.ts';
export * from './tenants.ts';
export * from './tickets.ts';
