import { z } from 'zod';

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

/** The settings that web and worker share. */
export const sharedEnvironment = z.object({
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
