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
  signal: AbortSignal;
  report(line: string): void;
}

/**
 * Fills an empty database with the demo company and returns its logins, which are kept in DATA_DIR for later starts.
 * Runs as a process of its own, so that what it loads does not stay in memory.
 */
export async function seedDemoOnce(options: SeedOptions): Promise<DemoLogin[]> {
  const { dataDir } = options.settings;
  const child = spawn(process.execPath, [path.join(options.root, 'scripts', 'seed-demo.ts')], {
    cwd: options.root,
    env: serviceEnvironment(options),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    signal: options.signal,
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2_000);
  });
  const answer = await new Promise<unknown>((resolve, reject) => {
    let received: unknown;
    child.on('message', (message) => {
      received = message;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(received);
      else reject(new Error(`The demo company could not be created: ${complaint.trim() || `exit code ${code}`}`));
    });
  });
  // Null: the database is in use already.
  if (!isLoginList(answer)) return loadDemoLogins(dataDir);
  saveDemoLogins(dataDir, answer);
  options.report('The demo company is in place');
  return answer;
}
