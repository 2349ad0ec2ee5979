import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const onOff = z.enum(['on', 'off'], { error: 'must be on or off' });
const url = (...schemes: string[]) =>
  z.string().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)), {
    error: `must be an address that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  });

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** The settings of `npm start`. Each is explained in .env.example. */
const schema = z.object({
  PORT: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(1, 'must be from 1 to 65535')
    .max(65_535)
    .default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: url('http', 'https').optional(),
  DATA_DIR: z.string().min(1).default('./.tiktickets'),
  DEMO: onOff.default('on'),
  DATABASE_URL: url('postgres', 'postgresql').optional(),
  REDIS_URL: url('redis', 'rediss').optional(),
  APP_SECRET: z.string().min(32, 'needs at least 32 characters').optional(),
  WA_SIMULATOR: onOff.optional(),
  WA_WS_URL: url('ws', 'wss').optional(),
  WA_MEDIA_HOST: z.string().min(1).optional(),
  SIMULATOR_URL: url('http', 'https').optional(),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
});

export interface Settings {
  port: number;
  host: string;
  publicUrl: string;
  dataDir: string;
  isDemo: boolean;
  databaseUrl: string | null;
  redisUrl: string | null;
  appSecret: string | null;
  /** True when our own simulator is to be started. */
  runsSimulator: boolean;
  waWsUrl: string | null;
  waMediaHost: string | null;
  simulatorUrl: string | null;
  logLevel: string;
}

/** Takes settings from the file .env of this folder, if there is one. What the environment says already wins. */
export function loadDotEnv(folder: string): void {
  const file = path.join(folder, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** Reads the environment; every wrong setting is one line of `problems`. A value of '' counts as not set. */
export function readSettings(
  source: Record<string, string | undefined> = process.env,
): { settings: Settings } | { problems: string[] } {
  const set = Object.entries(source).filter(([name, value]) => name in schema.shape && value !== '');
  const parsed = schema.safeParse(Object.fromEntries(set));
  if (!parsed.success) {
    return { problems: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) };
  }
  const env = parsed.data;
  const isDemo = env.DEMO === 'on';
  return {
    settings: {
      port: env.PORT,
      host: env.HOST,
      publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
      dataDir: path.resolve(env.DATA_DIR),
      isDemo,
      databaseUrl: env.DATABASE_URL ?? null,
      redisUrl: env.REDIS_URL ?? null,
      appSecret: env.APP_SECRET ?? null,
      // Another simulator may be named by WA_WS_URL; ours then has nothing to do.
      runsSimulator: isDemo && env.WA_SIMULATOR !== 'off' && env.WA_WS_URL === undefined,
      waWsUrl: env.WA_WS_URL ?? null,
      waMediaHost: env.WA_MEDIA_HOST ?? null,
      simulatorUrl: env.SIMULATOR_URL ?? null,
      logLevel: env.LOG_LEVEL,
    },
  };
}

/** The environment handed to children: the caller's own, without the settings that are decided here. */
export function inheritedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || name in schema.shape ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}

export function chromiumPath(): string | undefined {
  return process.env.CHROMIUM_PATH || undefined;
}
