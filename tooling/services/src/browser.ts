import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { canInstallPackages, installPackages } from './apt.ts';
import { findOnPath } from './processes.ts';

export interface FoundBrowser {
  /** Executable of a Chromium. */
  path: string;
  /** Where it came from, for the log line. */
  source: string;
  /** Arguments that a headless run in a container needs. */
  args: string[];
  /** Extra environment, such as LD_LIBRARY_PATH of the bundled libraries. */
  env: Record<string, string>;
}

export interface FindBrowserOptions {
  /** Value of CHROMIUM_PATH. */
  chromiumPath?: string;
  /** Where the browser from npm is kept, if it comes to that. */
  cacheDir: string;
}

const npmBrowser = '@sparticuz/chromium@153.0.0';
const containerArgs = ['--no-sandbox', '--disable-dev-shm-usage'];

/**
 * A Chromium for the browser journeys: CHROMIUM_PATH, the system's, Playwright's own, Debian's package (root only),
 * the one from npm (Linux x64). Throws one sentence when there is none: journeys are never skipped silently.
 */
export async function findBrowser(options: FindBrowserOptions): Promise<FoundBrowser> {
  const { chromiumPath } = options;
  if (chromiumPath) {
    if (!existsSync(chromiumPath)) throw new Error(`CHROMIUM_PATH names a file that does not exist: ${chromiumPath}`);
    return found(chromiumPath, 'CHROMIUM_PATH');
  }
  const direct = findInstalledBrowser();
  if (direct !== null) return direct;
  if (canInstallPackages() && installPackages(['chromium']) === null) {
    const installed = findSystemBrowser();
    if (installed !== null) return found(installed, 'Debian package chromium');
  }
  const bundled = await findNpmBrowser(options.cacheDir);
  if (bundled !== null) return bundled;
  throw new Error(
    'No Chromium was found for the browser journeys; install one (apt install chromium) or set CHROMIUM_PATH',
  );
}

/** A browser that is there already, without installing anything. */
export function findInstalledBrowser(): FoundBrowser | null {
  const system = findSystemBrowser();
  if (system !== null) return found(system, 'system');
  const own = findPlaywrightBrowser();
  return own === null ? null : found(own, 'Playwright');
}

function found(executable: string, source: string, env: Record<string, string> = {}): FoundBrowser {
  return { path: executable, source, args: containerArgs, env };
}

function findSystemBrowser(): string | null {
  const known =
    process.platform === 'darwin'
      ? [
          '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
          '/Applications/Chromium.app/Contents/MacOS/Chromium',
        ]
      : [];
  return (
    known.find((file) => existsSync(file)) ??
    findOnPath(['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'])
  );
}

function findPlaywrightBrowser(): string | null {
  const roots = [
    path.join(homedir(), '.cache', 'ms-playwright'),
    path.join(homedir(), 'Library', 'Caches', 'ms-playwright'),
    path.join(homedir(), 'AppData', 'Local', 'ms-playwright'),
  ];
  const inside = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-win/chrome.exe',
  ];
  for (const root of roots.filter((folder) => existsSync(folder))) {
    const folders = readdirSync(root).filter((name) => /^chromium-\d+$/.test(name));
    // The highest build number is the newest one.
    folders.sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
    for (const folder of folders) {
      const executable = inside.map((file) => path.join(root, folder, file)).find((file) => existsSync(file));
      if (executable !== undefined) return executable;
    }
  }
  return null;
}

/**
 * Chromium from npm, installed on demand: it is too large for everybody's install. It unpacks itself into the temporary
 * folder; its own libraries stand in for a missing libnss3.
 */
async function findNpmBrowser(cacheDir: string): Promise<FoundBrowser | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  mkdirSync(cacheDir, { recursive: true });
  const resolve = () => createRequire(path.join(cacheDir, 'index.js')).resolve('@sparticuz/chromium');
  let entry = attempt(resolve);
  if (entry === null) {
    const flags = ['--prefix', cacheDir, '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'];
    const install = spawnSync('npm', ['install', ...flags, npmBrowser], { cwd: cacheDir, stdio: 'ignore' });
    entry = install.status === 0 ? attempt(resolve) : null;
  }
  if (entry === null) return null;
  const bundle: unknown = await import(pathToFileURL(entry).href);
  const chromium = pick(bundle, 'default');
  const executablePath = pick(chromium, 'executablePath');
  if (typeof executablePath !== 'function') return null;
  const executable: unknown = await executablePath.call(chromium);
  if (typeof executable !== 'string') return null;
  const source = 'npm package @sparticuz/chromium';
  if (spawnSync(executable, ['--version'], { stdio: 'ignore' }).status === 0) return found(executable, source);
  return found(executable, `${source} with its libraries`, { LD_LIBRARY_PATH: await unpackLibraries(entry, bundle) });
}

function attempt(resolve: () => string): string | null {
  try {
    return resolve();
  } catch {
    return null;
  }
}

async function unpackLibraries(entry: string, bundle: unknown): Promise<string> {
  const inflate = pick(bundle, 'inflate');
  const archive = path.join(packageRoot(entry), 'bin', 'al2023.tar.br');
  if (typeof inflate !== 'function') throw new Error('The installed @sparticuz/chromium cannot unpack its libraries');
  const folder: unknown = await inflate(archive);
  return path.join(String(folder), 'lib');
}

function packageRoot(entry: string): string {
  let folder = path.dirname(entry);
  while (!existsSync(path.join(folder, 'bin')) && path.dirname(folder) !== folder) folder = path.dirname(folder);
  return folder;
}

function pick(holder: unknown, key: string): unknown {
  return typeof holder === 'object' || typeof holder === 'function' ? Reflect.get(Object(holder), key) : undefined;
}
