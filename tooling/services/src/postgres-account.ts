import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { binariesIn, type PostgresBinaries } from './postgres-binaries.ts';

/**
 * PostgreSQL refuses to run as root. Three ways to run it:
 * `plain` as the current user; `namespace` as root seen as another user inside a user namespace (no change on the host,
 * files stay root's); `uid` as the unprivileged account of the machine, where namespaces are refused (most containers).
 */
export type PostgresAccountKind = 'plain' | 'namespace' | 'uid';

export interface PostgresAccount {
  kind: PostgresAccountKind;
  binaries: PostgresBinaries;
  /** Where the cluster lives: inside `dataDir`, unless the account cannot reach it. */
  clusterRoot: string;
  command(file: string, args: readonly string[]): { file: string; args: string[]; uid?: number; gid?: number };
  /** Hands a folder or file over to the account. */
  own(target: string): void;
}

interface Identity {
  uid: number;
  gid: number;
}

export function choosePostgresAccount(options: {
  binaries: PostgresBinaries;
  dataDir: string;
  kind?: PostgresAccountKind;
}): PostgresAccount {
  const kind = options.kind ?? detectKind();
  if (kind === 'plain') {
    return {
      kind,
      binaries: options.binaries,
      clusterRoot: options.dataDir,
      command: (file, args) => ({ file, args: [...args] }),
      own: () => {},
    };
  }
  const identity = unprivilegedIdentity();
  if (kind === 'namespace') {
    return {
      kind,
      binaries: options.binaries,
      clusterRoot: options.dataDir,
      command: (file, args) => ({ file: 'unshare', args: [...namespaceArgs(identity), '--', file, ...args] }),
      own: () => {},
    };
  }
  return uidAccount(options.binaries, options.dataDir, identity);
}

function detectKind(): PostgresAccountKind {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return 'plain';
  const trial = spawnSync('unshare', [...namespaceArgs(unprivilegedIdentity()), '--', 'true'], { stdio: 'ignore' });
  return trial.status === 0 ? 'namespace' : 'uid';
}

function namespaceArgs(identity: Identity): string[] {
  return ['--user', `--map-user=${identity.uid}`, `--map-group=${identity.gid}`];
}

/** initdb looks the account up by name, so it must be one that exists: `nobody`, or else any ordinary user. */
function unprivilegedIdentity(): Identity {
  const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  const users = lines.map((line) => line.split(':')).filter((fields) => Number(fields[2]) > 0);
  const chosen = users.find((fields) => fields[0] === 'nobody') ?? users[0];
  return { uid: Number(chosen?.[2] ?? 65534), gid: Number(chosen?.[3] ?? 65534) };
}

function uidAccount(binaries: PostgresBinaries, dataDir: string, identity: Identity): PostgresAccount {
  const command: PostgresAccount['command'] = (file, args) => ({ file, args: [...args], ...identity });
  const can = (file: string, args: readonly string[]) =>
    spawnSync(file, args, { ...identity, cwd: '/', stdio: 'ignore' }).status === 0;

  const shared = sharedFolder();
  let usable = binaries;
  if (!can(binaries.postgres, ['--version'])) {
    const copy = path.join(shared, `postgres-${digest(binaries.root)}`);
    if (!can(path.join(copy, 'bin', 'postgres'), ['--version'])) {
      rmSync(copy, { recursive: true, force: true });
      cpSync(binaries.root, copy, { recursive: true, verbatimSymlinks: true });
    }
    usable = binariesIn(copy);
  }
  const clusterRoot = can('test', ['-x', dataDir]) ? dataDir : clusterElsewhere(dataDir, shared);
  mkdirSync(clusterRoot, { recursive: true, mode: 0o711 });
  return {
    kind: 'uid',
    binaries: usable,
    clusterRoot,
    command,
    own: (target) => chownSync(target, identity.uid, identity.gid),
  };
}

/** The account cannot enter `dataDir`, so a file there names the folder of the cluster: it moves and goes with `dataDir`. */
function clusterElsewhere(dataDir: string, shared: string): string {
  const pointer = path.join(dataDir, 'location');
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  const folder = path.join(shared, `data-${randomBytes(6).toString('hex')}`);
  writeFileSync(pointer, `${folder}\n`);
  return folder;
}

function sharedFolder(): string {
  for (const folder of ['/var/lib/tiktickets', path.join(tmpdir(), 'tiktickets')]) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      return folder;
    } catch {
      // A read-only /var/lib: the temporary folder is the last resort.
    }
  }
  throw new Error('No folder outside the home of root can be written for the embedded database; set DATABASE_URL');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
