import path from 'node:path';
import { migrate } from '@tiktickets/db/migrate';
import { readMigrationEnv } from './env.ts';

/** The one-shot migration of a container: `node migrate.mjs`, with the migrations beside it. */
const env = readMigrationEnv();
await migrate(env.DATABASE_URL, { appSecret: env.APP_SECRET, folder: path.join(import.meta.dirname, 'migrations') });
console.log('The database is up to date');
