import { inheritedEnvironment, type Settings } from '../env.ts';

export interface ServiceContext {
  settings: Settings;
  appSecret: string;
  databaseUrl: string;
  /** Where our own simulator listens, when it runs. */
  simulatorPort?: number;
}

/**
 * A young generation of 4 MB instead of 16, and two arenas of malloc instead of eight per core: both hand memory back
 * that idle processes would keep. The Dockerfile says the same. What the environment says already wins.
 */
const thrift = { NODE_OPTIONS: '--max-semi-space-size=4', MALLOC_ARENA_MAX: '2' };

/** The settings that web and worker read, complete: nothing is left to their defaults. */
export function serviceEnvironment(context: ServiceContext): Record<string, string> {
  const { settings, simulatorPort } = context;
  const ownSimulator = simulatorPort === undefined ? null : `127.0.0.1:${simulatorPort}`;
  const values: Record<string, string | null> = {
    NODE_ENV: 'production',
    PORT: String(settings.port),
    HOST: settings.host,
    PUBLIC_URL: settings.publicUrl,
    DATA_DIR: settings.dataDir,
    DEMO: settings.isDemo ? 'on' : 'off',
    DATABASE_URL: context.databaseUrl,
    REDIS_URL: settings.redisUrl,
    APP_SECRET: context.appSecret,
    LOG_LEVEL: settings.logLevel,
    WA_SIMULATOR: settings.runsSimulator ? 'on' : 'off',
    WA_WS_URL: settings.waWsUrl ?? (ownSimulator === null ? null : `ws://${ownSimulator}/ws/chat`),
    WA_MEDIA_HOST: settings.waMediaHost ?? ownSimulator,
    SIMULATOR_URL: settings.simulatorUrl ?? (ownSimulator === null ? null : `http://${ownSimulator}`),
  };
  const set = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
  return { ...thrift, ...inheritedEnvironment(), ...Object.fromEntries(set) };
}
