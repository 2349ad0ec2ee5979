export type { Bus, BusListener, BusTopic } from './bus.ts';
export { within } from './bus.ts';
export { type Clock, systemClock } from './clock.ts';
export {
  type Actor,
  actorId,
  type Context,
  channelContext,
  type Kernel,
  requirePermission,
  requireUser,
  systemContext,
  type UserActor,
  type UserContext,
} from './context.ts';
export { createKernel, type KernelOptions, redisPrefix } from './create-kernel.ts';
export { InvalidEnvironment, readEnvironment, s3Settings, sharedEnvironment, storageEnvironment } from './env.ts';
export { AppError, conflict, errorTable, forbidden, invalidInput, notFound, toAppError } from './errors.ts';
export { type FeedEvent, type FeedRead, FeedReader, parseCursor } from './feed.ts';
export { checkHealth, type Health } from './health.ts';
export type { Limit, Limits } from './limits.ts';
export { createLogger, type Logger, maskPhone } from './logger.ts';
export { createMetrics } from './metrics.ts';
export type { ByteRange, ListedFile, S3Settings, Storage, StorageTrouble, StoredFile } from './storage/index.ts';
export { openStorage, storageTroubleOf } from './storage/index.ts';
export { read, type WriteScope, write } from './transaction.ts';
