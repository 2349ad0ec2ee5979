import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }),
  APP_SECRET: z.string({ error: 'is missing' }).min(32, 'needs at least 32 characters'),
});

/** Settings of the one-shot migration of a container; each wrong one is named before the process ends. */
export function readMigrationEnv(): z.infer<typeof schema> {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) console.error(`Wrong setting: ${issue.path.join('.')} ${issue.message}`);
  process.exit(1);
}
