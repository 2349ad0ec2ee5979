export { findSwift, type RunningObjectStore, startObjectStore } from '@tiktickets/services';
export { type ClonedDatabase, cloneDatabase, cloneFrom } from './clone-database.ts';
export { describeBackends, type TestBackend } from './describe-backends.ts';
export { mountSmallDisk, type SmallDisk } from './full-disk.ts';
export { type RedisForTests, redisForTests } from './redis.ts';
export { type WaitForOptions, waitFor } from './wait-for.ts';
