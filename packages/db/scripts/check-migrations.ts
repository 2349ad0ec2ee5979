import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Fails when the schema says something that the migrations do not: generating in a copy must add nothing. */
const root = fileURLToPath(new URL('..', import.meta.url));
const copy = mkdtempSync(path.join(tmpdir(), 'tiktickets-migrations-'));
try {
  cpSync(path.join(root, 'migrations'), copy, { recursive: true });
  const before = readdirSync(copy).length;
  const run = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/drizzle-kit/bin.cjs'),
      'generate',
      '--dialect',
      'postgresql',
      '--schema',
      './src/schema/index.ts',
      '--out',
      path.relative(root, copy),
    ],
    { cwd: root, encoding: 'utf8' },
  );
  if (run.status !== 0) throw new Error(`drizzle-kit failed: ${run.stderr || run.stdout}`);
  if (readdirSync(copy).length !== before)
    throw new Error('the schema has changes without a migration: run `pnpm --filter @tiktickets/db generate`');
  process.stdout.write('schema and migrations agree\n');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}
