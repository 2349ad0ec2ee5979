import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Settings } from '../env.ts';
import { serviceEnvironment } from './environment.ts';
import { type DemoLogin, isLoginList, loadDemoLogins, saveDemoLogins } from './installation.ts';

export interface SeedOptions {
  root: string;
  settings: Settings;
  appSecret: string;
  databaseUrl: string;
  report(line: string): void;
}

/**
 * Fills an empty database with the demo company and returns its logins, which are kept in DATA_DIR for later starts.
 * Runs as a process of its own, so that what it loads does not stay in memory.
 */
export async function seedDemoOnce(options: SeedOptions): Promise<DemoLogin[]> {
  const { dataDir } = options.settings;
  const answer = await runSeed(options);
  if (isLoginList(answer)) {
    saveDemoLogins(dataDir, answer);
    options.report('The demo company is in place');
    return answer;
  }
  const logins = loadDemoLogins(dataDir);
  if (logins.length === 0) {
    options.report(`No demo logins are known in ${dataDir}: the database was filled by somebody else`);
  }
  return logins;
}

/** What the seed printed: the logins, or null when the database is in use already. */
function runSeed(options: SeedOptions): Promise<unknown> {
  const script = path.join(options.root, 'packages', 'core', 'src', 'demo', 'seed-main.ts');
  // Never interrupted, not even by Ctrl-C: once it has committed, its answer is the only copy of the passwords.
  const child = spawn(process.execPath, [script], {
    cwd: options.root,
    env: serviceEnvironment(options),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2_000);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(printed));
      else reject(new Error(`The demo company could not be created: ${complaint.trim() || `exit code ${code}`}`));
    });
  });
}
