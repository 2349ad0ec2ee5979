import pino from 'pino';
import { createKernel } from '../kernel/index.ts';
import { readSeedEnv } from './env.ts';
import { seedDemo } from './seed-demo.ts';

/** `node seed-main.ts`: prints the demo logins as JSON on stdout, or `null` when the installation is in use. */
const env = readSeedEnv();
const kernel = createKernel({
  name: 'seed',
  databaseUrl: env.DATABASE_URL,
  appSecret: env.APP_SECRET,
  logger: pino({ level: 'silent' }),
  maxConnections: 2,
});
try {
  const seeded = await seedDemo(kernel);
  process.stdout.write(`${JSON.stringify(seeded?.logins ?? null)}\n`);
} finally {
  await kernel.close();
}
