import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface SmallDisk extends Disposable {
  folder: string;
  /** Makes room. */
  grow(megabytes: number): void;
}

/** A file system of its own that is full after `megabytes`; null where this process may not mount one (not root, not Linux). */
export function mountSmallDisk(megabytes: number): SmallDisk | null {
  if (process.platform !== 'linux') return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'tiktickets-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  return {
    folder,
    grow: (to) => {
      const grown = spawnSync('mount', ['-o', `remount,size=${to}m`, folder], { encoding: 'utf8' });
      if (grown.status !== 0) throw new Error(`the disk did not grow: ${grown.stderr}`);
    },
    [Symbol.dispose]: () => {
      spawnSync('umount', ['-l', folder], { stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
