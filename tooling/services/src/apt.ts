import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** True where Debian packages can be installed: root on a system with apt. */
export function canInstallPackages(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** Installs Debian packages without recommendations. Returns null on success, else the reason in one line. */
export function installPackages(names: readonly string[]): string | null {
  if (!canInstallPackages()) return 'packages can only be installed by root on Debian or Ubuntu';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (args: readonly string[]) =>
    spawnSync('apt-get', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const install = () => run(['install', '-y', '--no-install-recommends', ...names]);
  let result = install();
  if (result.status !== 0) {
    // Slim images ship without package lists.
    run(['update']);
    result = install();
  }
  if (result.status === 0) return null;
  const lines = (result.stderr || result.error?.message || '').trim().split('\n');
  return lines.filter((line) => line.startsWith('E:'))[0] ?? lines.at(-1) ?? 'apt-get failed';
}
