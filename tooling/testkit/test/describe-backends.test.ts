import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { describeBackends } from '../src/index.ts';

describeBackends('a suite on both backends', (backend) => {
  it('knows its server when a test runs', async () => {
    if (backend.kind === 'postgres') {
      expect(backend.redisUrl).toBeUndefined();
      return;
    }
    const { port, password } = new URL(backend.redisUrl ?? 'redis://missing');
    const reply = await ask(Number(port), `AUTH ${password}\r\n`);
    expect(reply).toBe('+OK\r\n');
  });
});

function ask(port: number, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(line));
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString());
    });
  });
}
