export { canInstallPackages, installPackages } from './apt.ts';
export { type FoundBrowser, findBrowser, findInstalledBrowser } from './browser.ts';
export { ensureSwift, findSwift, type RunningObjectStore, startObjectStore } from './object-store.ts';
export { type RunningPostgres, type StartPostgresOptions, startPostgres } from './postgres.ts';
export type { PostgresAccountKind } from './postgres-account.ts';
export { type ProcessLock, tryLock, waitForLock } from './process-lock.ts';
export { commandLine, findFreePort, findOnPath, isAlive, waitForExit } from './processes.ts';
export { ensureRedis, findRedis, type RunningRedis, type StartRedisOptions, startRedis } from './redis.ts';
