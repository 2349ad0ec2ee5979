import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { findRedis, isAlive, startRedis } from '../src/index.ts';

describe.skipIf(findRedis() === null)('startRedis [needs valkey-server or redis-server on PATH]', () => {
  it('answers only who knows its password, and is gone after stop', async () => {
    const server = await startRedis();
    const { password } = new URL(server.url);
    expect(await talk(server.port, 'PING')).toMatch(/^-NOAUTH/);
    expect(await talk(server.port, `AUTH ${password}`)).toBe('+OK');
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });
});

function talk(port: number, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${line}\r\n`));
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().trim());
    });
  });
}
