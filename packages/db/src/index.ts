export {
  type Database,
  type DatabaseOptions,
  openDatabase,
  type Parameter,
  reconnectAfterS,
  type Scope,
  type Transaction,
} from './client.ts';
export { AbortedTransaction, InvalidTenantId, isConnectionTrouble, PoolExhausted, sqlState } from './errors.ts';
export { messageId, newId } from './ids.ts';
export { type RoleUrls, roleUrls } from './roles.ts';
export { withPlatform, withTenant } from './scope.ts';
export { together } from './together.ts';
