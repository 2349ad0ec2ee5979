import path from 'node:path';
import { startPostgres } from '@tiktickets/services';
import type { Settings } from '../env.ts';

export interface DatabaseServer {
  /** Owner's address. */
  url: string;
  /** True when it ran before we came: another command is using it. */
  wasRunning: boolean;
  stop(): Promise<void>;
}

/** The embedded server under DATA_DIR, or the one that DATABASE_URL names (which is never stopped by us). */
export async function openDatabaseServer(settings: Settings): Promise<DatabaseServer> {
  if (settings.databaseUrl !== null) return { url: settings.databaseUrl, wasRunning: true, stop: async () => {} };
  const server = await startPostgres({
    dataDir: path.join(settings.dataDir, 'postgres'),
    logFile: path.join(settings.dataDir, 'logs', 'postgres.log'),
  });
  return { url: server.url, wasRunning: server.adopted, stop: () => server.stop() };
}
