import { z } from 'zod';
import type { S3Settings } from './storage/index.ts';

/** A setting is missing or wrong; the message names each one, one per line. */
export class InvalidEnvironment extends Error {
  constructor(lines: readonly string[]) {
    super(`Settings to correct:\n${lines.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'InvalidEnvironment';
  }
}

/** Parses a process' environment; empty strings count as unset. @throws {InvalidEnvironment} */
export function readEnvironment<Shape extends z.ZodType>(
  schema: Shape,
  source: Record<string, string | undefined>,
): z.output<Shape> {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  throw new InvalidEnvironment(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
}

/** Where files are kept; without a bucket in the folder `media` of `DATA_DIR`. */
export const storageEnvironment = z.object({
  S3_BUCKET: z.string().min(1).optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/, message: 'must be a http:// or https:// address' }).optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  S3_PATH_STYLE: z.enum(['0', '1']).optional(),
});

/** The bucket, if one is set. @throws {InvalidEnvironment} when settings of a bucket do not belong together */
export function s3Settings(env: z.output<typeof storageEnvironment>): S3Settings | undefined {
  const { S3_BUCKET: bucket, S3_ENDPOINT: endpoint, S3_ACCESS_KEY_ID: accessKeyId } = env;
  const secretAccessKey = env.S3_SECRET_ACCESS_KEY;
  const lines: string[] = [];
  if (!bucket && (endpoint || accessKeyId)) lines.push('S3_BUCKET: is missing');
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined))
    lines.push('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY: set both or none');
  if (lines.length > 0) throw new InvalidEnvironment(lines);
  if (!bucket) return undefined;
  const credentials = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined;
  // Services of one's own rarely have a name per bucket.
  const pathStyle = env.S3_PATH_STYLE ? env.S3_PATH_STYLE === '1' : endpoint !== undefined;
  return { bucket, endpoint, region: env.S3_REGION, credentials, pathStyle };
}

/** The settings that web and worker share. */
export const sharedEnvironment = storageEnvironment.extend({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, message: 'must be a postgres:// address' }),
  REDIS_URL: z.url({ protocol: /^rediss?$/, message: 'must be a redis:// address' }).optional(),
  APP_SECRET: z.string({ message: 'is missing' }).min(32, 'must have at least 32 characters'),
  DB_PREPARE: z.enum(['0', '1']).default('1'),
  /** Files of conversations are kept below it. */
  DATA_DIR: z.string().min(1).default('.tiktickets'),
  DEMO: z.enum(['on', 'off']).default('off'),
  SIMULATOR_URL: z.url().optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});
