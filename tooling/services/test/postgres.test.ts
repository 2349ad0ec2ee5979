import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, type PostgresAccountKind, type RunningPostgres, startPostgres, waitForExit } from '../src/index.ts';

let dataDir: string;
let server: RunningPostgres | undefined;

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tiktickets-pg-'));
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});

async function query(url: string, statement: string): Promise<postgres.RowList<postgres.Row[]>> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

describe('startPostgres', () => {
  it('serves a Portuguese database on the loopback interface only', async () => {
    server = await startPostgres({ dataDir });
    const [row] = await query(
      server.url,
      `select current_setting('server_version_num')::int / 10000 as major, current_setting('listen_addresses') as listens,
        datlocale as locale, array(select * from unnest(array['z','á','b','a']) as t(x) order by x) as sorted
        from pg_database where datname = current_database()`,
    );
    expect(row).toEqual({ major: 18, listens: '127.0.0.1', locale: 'pt-BR', sorted: ['a', 'á', 'b', 'z'] });
  });

  it('keeps accented words whole in trigram search', async () => {
    server = await startPostgres({ dataDir });
    await query(server.url, 'create extension pg_trgm');
    const [row] = await query(
      server.url,
      `select similarity('ação', 'ação') as same, similarity('ação', 'a o') as other`,
    );
    expect(row).toMatchObject({ same: 1 });
    expect(Number(row?.other)).toBeLessThan(1);
  });

  it('asks for its generated password, which only the owner of the folder can read', async () => {
    server = await startPostgres({ dataDir });
    const file = path.join(dataDir, 'password');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8').trim().length).toBeGreaterThan(20);
    const wrong = new URL(server.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  it('keeps data, port and password from one start to the next', async () => {
    server = await startPostgres({ dataDir });
    await query(server.url, 'create table kept as select 7 as value');
    const { url, pid } = server;
    await server.stop();
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(path.join(dataDir, 'cluster', 'postmaster.pid'))).toBe(false);

    server = await startPostgres({ dataDir });
    expect(server.url).toBe(url);
    expect(server.adopted).toBe(false);
    expect(await query(server.url, 'select value from kept')).toEqual([{ value: 7 }]);
  });

  it('adopts the server that a killed parent left behind, and can stop it', async () => {
    const script = `
      import { startPostgres } from ${JSON.stringify(path.resolve(import.meta.dirname, '../src/index.ts'))};
      const server = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
      console.log(server.pid);
      process.kill(process.pid, 'SIGKILL');`;
    const parent = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(parent.signal).toBe('SIGKILL');
    const orphan = Number(parent.stdout.trim());
    expect(isAlive(orphan)).toBe(true);

    server = await startPostgres({ dataDir });
    expect(server).toMatchObject({ adopted: true, pid: orphan });
    await query(server.url, 'select 1');
    await server.stop();
    expect(await waitForExit(orphan, 0)).toBe(true);
  });

  it('recovers what was committed when the server itself was killed', async () => {
    server = await startPostgres({ dataDir });
    await query(server.url, 'create table kept as select generate_series(1, 1000) as value');
    process.kill(server.pid, 'SIGKILL');
    await waitForExit(server.pid, 5_000);
    server = await startPostgres({ dataDir });
    expect(await query(server.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 1000 }]);
  });

  it('is not fooled by a pid file that names somebody else', async () => {
    server = await startPostgres({ dataDir });
    await server.stop();
    writeFileSync(
      path.join(dataDir, 'cluster', 'postmaster.pid'),
      `${process.pid}\n${dataDir}\n0\n${1}\n\n\n\nready\n`,
    );
    server = await startPostgres({ dataDir });
    expect(server.adopted).toBe(false);
    expect(server.pid).not.toBe(process.pid);
  });

  it('starts over after an interrupted first start', async () => {
    mkdirSync(path.join(dataDir, 'cluster.new', 'base'), { recursive: true });
    writeFileSync(path.join(dataDir, 'password'), 'half-written');
    server = await startPostgres({ dataDir });
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('names the settings file to restore when the password is lost', async () => {
    server = await startPostgres({ dataDir });
    await server.stop();
    rmSync(path.join(dataDir, 'password'));
    await expect(startPostgres({ dataDir })).rejects.toThrow(/password of the embedded database is missing/);
  });

  it('says why it cannot start', async () => {
    await expect(startPostgres({ dataDir, settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
      /could not be started.*shared_buffers/,
    );
  });

  const accounts: PostgresAccountKind[] = process.getuid?.() === 0 ? ['namespace', 'uid'] : ['plain'];
  it.each(accounts)('runs in account mode %s, which is never root', async (account) => {
    if (account === 'namespace' && spawnSync('unshare', ['--user', 'true']).status !== 0) return;
    chmodSync(dataDir, 0o711);
    server = await startPostgres({ dataDir, account });
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
    if (account === 'uid') expect(status).not.toMatch(/^Uid:\s+0/m);
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it.runIf(process.getuid?.() === 0)(
    'keeps the cluster elsewhere when its account cannot enter the folder',
    async () => {
      chmodSync(dataDir, 0o700);
      server = await startPostgres({ dataDir, account: 'uid' });
      const elsewhere = readFileSync(path.join(dataDir, 'location'), 'utf8').trim();
      expect(existsSync(path.join(elsewhere, 'cluster', 'PG_VERSION'))).toBe(true);
      await query(server.url, 'create table kept as select 7 as value');
      await server.stop();
      server = await startPostgres({ dataDir, account: 'uid' });
      expect(await query(server.url, 'select value from kept')).toEqual([{ value: 7 }]);
      await server.stop();
      rmSync(elsewhere, { recursive: true });
    },
  );
});
