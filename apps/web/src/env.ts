import { z } from 'zod';

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** What people type into the browser; links and the cookie's `Secure` flag follow it. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  APP_SECRET: z.string().min(32, 'needs at least 32 characters'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** 0 behind a transaction pooler that cannot keep prepared statements. */
  DB_PREPARE: z.enum(['0', '1']).default('1'),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  DEMO: z.enum(['on', 'off']).default('off'),
  SIMULATOR_URL: z.url().optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  DATA_DIR: z.string().min(1).optional(),
  // Checked where they are used, in core.
  S3_BUCKET: z.string().optional(),
  S3_ENDPOINT: z.string().optional(),
  S3_REGION: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_PATH_STYLE: z.string().optional(),
});

export type Env = Omit<z.infer<typeof schema>, 'PUBLIC_URL'> & { PUBLIC_URL: string };

/** Reads the process environment once. Wrong settings are named one by one and end the process before it listens. */
export function readEnv(): Env {
  const set = Object.entries(process.env).filter(([, value]) => value !== '');
  const parsed = schema.safeParse(Object.fromEntries(set));
  if (!parsed.success) {
    for (const issue of parsed.error.issues) console.error(`Setting ${issue.path.join('.')}: ${issue.message}`);
    process.exit(1);
  }
  const { PUBLIC_URL, ...rest } = parsed.data;
  const publicUrl = (PUBLIC_URL ?? `http://localhost:${rest.PORT}`).replace(/\/+$/, '');
  // next-auth finds its own address and cookie prefix only here.
  process.env.NEXTAUTH_URL = publicUrl;
  return { ...rest, PUBLIC_URL: publicUrl };
}
