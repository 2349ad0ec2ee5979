import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Fails when server-only code reached the browser: the built client chunks must not carry traces of these packages. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const chunks = path.join(root, 'apps', 'web', '.next', 'static');

/** Text that survives minification: names of modules, symbols, error messages or environment that only they contain. */
const traces: Record<string, RegExp> = {
  'drizzle-orm': /drizzle:entityKind|Symbol\.for\(["']drizzle:|drizzle-orm/,
  postgres: /CONNECTION_DESTROYED|postgres\.js|PGHOST|idle_in_transaction_session_timeout/,
  bullmq: /bullmq|moveToFinished|extendLock-/i,
  ioredis: /ioredis|REDIS_REPLY|MaxRetriesPerRequestError/,
  pino: /pino\.(?:symbols|levels)|["']pino(?:-std-serializers|\.js)?["']|sonic-boom/,
  baileys: /baileys|Noise_XX_25519_AESGCM_SHA256|@s\.whatsapp\.net/i,
  'our secrets': /APP_SECRET|DATABASE_URL/,
};

if (!existsSync(chunks)) {
  console.error(`There is no client build in ${path.relative(root, chunks)}; build first`);
  process.exit(1);
}
const files = globSync('**/*.{js,mjs}', { cwd: chunks });
const found = files.flatMap((file) => {
  const source = readFileSync(path.join(chunks, file), 'utf8');
  return Object.entries(traces).flatMap(([name, trace]) => {
    const match = trace.exec(source);
    return match === null ? [] : [`${name} reached the browser: ${JSON.stringify(match[0])} in static/${file}`];
  });
});
for (const line of found) console.error(line);
if (found.length > 0 || files.length === 0) process.exitCode = 1;
else console.log(`${files.length} client chunks carry no server-only package`);
