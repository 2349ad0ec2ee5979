import { fileURLToPath } from 'node:url';
import { migrate } from '@tiktickets/db/migrate';
import { loadDotEnv, readSettings } from './env.ts';
import { openDatabaseServer } from './start/database.ts';
import { loadAppSecret } from './start/installation.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `pnpm migrate`: brings the database of this installation up to date and ends. */
loadDotEnv(root);
const read = readSettings();
if ('problems' in read) {
  for (const problem of read.problems) console.error(`Wrong setting: ${problem}`);
  process.exit(1);
}
const { settings } = read;
const server = await openDatabaseServer(settings);
try {
  await migrate(server.url, { appSecret: settings.appSecret ?? loadAppSecret(settings.dataDir) });
  console.log('The database is up to date');
} finally {
  if (!server.wasRunning) await server.stop();
}
