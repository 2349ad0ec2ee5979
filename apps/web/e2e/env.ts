/** Where `npm test` found a browser; null when the journeys are started alone. */
export const chromiumPath = process.env.CHROMIUM_PATH || null;

/** The caller's environment without settings that would change the installation under test. */
export function cleanEnvironment(): Record<string, string> {
  const own = new Set(['PORT', 'HOST', 'PUBLIC_URL', 'DATA_DIR', 'DEMO', 'DATABASE_URL', 'REDIS_URL', 'APP_SECRET']);
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || own.has(name) || name.startsWith('WA_') ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}
