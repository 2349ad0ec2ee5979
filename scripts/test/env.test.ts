import { describe, expect, it } from 'vitest';
import { readSettings } from '../env.ts';

function settingsOf(source: Record<string, string>) {
  const read = readSettings(source);
  if ('problems' in read) throw new Error(read.problems.join('; '));
  return read.settings;
}

describe('readSettings', () => {
  it('starts the demo with its simulator on the loopback interface when nothing is set', () => {
    expect(settingsOf({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      isDemo: true,
      runsSimulator: true,
      databaseUrl: null,
      redisUrl: null,
    });
  });

  it('counts an empty value as not set', () => {
    expect(settingsOf({ PORT: '', REDIS_URL: '', DEMO: '' })).toMatchObject({
      port: 3000,
      redisUrl: null,
      isDemo: true,
    });
  });

  it.each([
    ['WA_SIMULATOR', { WA_SIMULATOR: 'off' }],
    ['another simulator', { WA_WS_URL: 'wss://127.0.0.1:8080/ws/chat' }],
    ['no demo', { DEMO: 'off' }],
  ])('leaves our simulator out with %s', (_why, source) => {
    expect(settingsOf({ ...source }).runsSimulator).toBe(false);
  });

  it.each([
    ['PORT', '0'],
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['PORT', '80.5'],
    ['DEMO', 'yes'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['REDIS_URL', 'localhost:6379'],
    ['APP_SECRET', 'short'],
    ['WA_WS_URL', 'https://web.whatsapp.com'],
    ['PUBLIC_URL', 'support.example.com'],
    ['LOG_LEVEL', 'loud'],
  ])('names %s when it is %s', (name, value) => {
    const read = readSettings({ [name]: value });
    expect('problems' in read && read.problems).toEqual([expect.stringMatching(new RegExp(`^${name} (must|needs)`))]);
  });

  it('names every wrong setting at once', () => {
    const read = readSettings({ PORT: 'x', DEMO: 'x', REDIS_URL: 'x' });
    expect('problems' in read && read.problems).toHaveLength(3);
  });
});
