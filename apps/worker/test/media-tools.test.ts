import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UnusableMedia } from '@tiktickets/core/media';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFfmpeg } from '../src/tools/ffmpeg.ts';
import { findNativeFfmpeg } from '../src/tools/ffmpeg-native.ts';
import { createMediaTools, durationIn } from '../src/tools/media-tools.ts';
import { preparePicture } from '../src/tools/pictures.ts';
import { measureSound } from '../src/tools/waveform.ts';
import { type MediaFiles, makeMediaFiles } from './support/media-files.ts';

let folder: string;
let files: MediaFiles;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tiktickets-tools-'));
  files = await makeMediaFiles();
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));
const at = (name: string): string => path.join(folder, name);

describe('pictures', () => {
  it('are shown upright, small, and with a glimpse of them', async () => {
    const input = at('turned.jpg');
    await sharp({ create: { width: 1_200, height: 600, channels: 3, background: '#c33' } })
      .jpeg()
      .withExif({ IFD0: {} })
      .withMetadata({ orientation: 6 })
      .toFile(input);
    const made = await preparePicture({ input, output: at('turned.webp') });
    expect(made).toMatchObject({ width: 600, height: 1_200 });
    expect(await sharp(at('turned.webp')).metadata()).toMatchObject({ format: 'webp', width: 240, height: 480 });
    const glimpse = await sharp(Buffer.from(made.preview, 'base64')).metadata();
    expect(glimpse).toMatchObject({ format: 'jpeg', width: 36, height: 72 });
  });

  it('that would unpack to more than they may are refused, as are those that are none', async () => {
    const bomb = at('bomb.png');
    await sharp({ create: { width: 2_000, height: 2_000, channels: 3, background: '#fff' } })
      .png()
      .toFile(bomb);
    const refused = preparePicture({ input: bomb, output: at('bomb.webp') }, { pixels: 3_999_999 });
    await expect(refused).rejects.toThrow(UnusableMedia);
    await writeFile(at('none.png'), 'no picture');
    await expect(preparePicture({ input: at('none.png'), output: at('none.webp') })).rejects.toThrow(UnusableMedia);
  });
});

it('measures how loud a sound is over its time', async () => {
  const samples = Buffer.alloc(4_000 * 2 * 4);
  for (let n = 0; n < samples.length / 2; n += 1) samples.writeInt16LE(n < 8_000 ? 100 : 10_000, n * 2);
  await writeFile(at('steps.pcm'), samples);
  const made = await measureSound(at('steps.pcm'), { sizeBytes: samples.length, samplesPerSecond: 4_000 });
  expect(made.seconds).toBe(4);
  const levels = [...Buffer.from(made.waveform, 'base64')];
  expect(levels).toHaveLength(64);
  expect([levels[0], levels[31], levels[32], levels[63]]).toEqual([1, 1, 100, 100]);
});

it('reads how long a film is', () => {
  expect(durationIn('  Duration: 00:01:02.60, start')).toBe(63);
  expect(durationIn('Duration: N/A')).toBeNull();
});

const engines = [
  { engine: 'wasm' as const, isMissing: false },
  { engine: 'auto' as const, isMissing: findNativeFfmpeg() === null },
];
describe.each(engines)('sound and film [$engine]', ({ engine, isMissing }) => {
  const tools = createMediaTools({ engine });
  const input = (name: string) => at(`${engine}-${name}`);

  it.skipIf(isMissing)('turns a browser’s recording into a voice note', { timeout: 60_000 }, async () => {
    await writeFile(input('recorded.webm'), files.recording);
    const output = input('voice.ogg');
    const made = await tools.voice({ input: input('recorded.webm'), output, mimetype: 'audio/webm;codecs=opus' });
    expect(made.seconds).toBe(2);
    expect(Buffer.from(made.waveform, 'base64')).toHaveLength(64);
    expect((await readFile(output)).subarray(0, 36).toString('latin1')).toMatch(/^OggS.*OpusHead/s);
  });

  it.skipIf(isMissing)('makes a voice note that every browser plays', { timeout: 60_000 }, async () => {
    await writeFile(input('tone.ogg'), files.voiceNote);
    const output = input('tone.m4a');
    const made = await tools.playable({ input: input('tone.ogg'), output, mimetype: 'audio/ogg' });
    expect(made.seconds).toBe(3);
    expect((await readFile(output)).subarray(4, 8).toString('latin1')).toBe('ftyp');
  });

  it.skipIf(isMissing)('takes the first picture of a film, its size and its length', { timeout: 60_000 }, async () => {
    await writeFile(input('film.mp4'), files.film);
    const made = await tools.film({ input: input('film.mp4'), output: input('film.webp'), mimetype: 'video/mp4' });
    expect(made).toMatchObject({ width: 320, height: 240, seconds: 2 });
    expect(await sharp(input('film.webp')).metadata()).toMatchObject({ format: 'webp', width: 320 });
  });

  it.skipIf(isMissing)(
    'refuses what is no sound, lies about its type, or names other files',
    { timeout: 60_000 },
    async () => {
      const hostile: [string, string | Buffer, string][] = [
        ['noise', Buffer.from('OggS'.repeat(4_000)), 'audio/ogg'],
        ['empty', '', 'audio/ogg'],
        ['list.mp3', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n', 'audio/mpeg'],
        ['list.m3u8', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n', 'application/vnd.apple.mpegurl'],
        ['cut.ogg', files.voiceNote.subarray(0, 40), 'audio/ogg'],
      ];
      for (const [name, content, mimetype] of hostile) {
        await writeFile(input(name), content);
        const made = tools.playable({ input: input(name), output: input('hostile.m4a'), mimetype });
        await expect(made, name).rejects.toThrow(UnusableMedia);
      }
    },
  );

  it.skipIf(isMissing)('ends what takes too long or too much memory, and goes on', { timeout: 60_000 }, async () => {
    await writeFile(input('long.ogg'), files.voiceNote);
    const call = { input: input('long.ogg'), output: input('long.raw'), format: 'ogg', options: ['-f', 's16le'] };
    const endless = ['-filter_complex', '[0:a]aloop=loop=-1:size=2000000[a]', '-map', '[a]', '-f', 'null'];
    const slow = createFfmpeg({ engine, timeoutMs: 3_000 })({ ...call, options: endless });
    await expect(slow).rejects.toThrow('longer than 3000 ms');
    const huge = ['-filter_complex', 'color=s=16000x16000:d=1[v]', '-map', '[v]', '-f', 'null'];
    const large = createFfmpeg({ engine, maxMemoryBytes: 150 * 2 ** 20 })({ ...call, options: huge });
    await expect(large).rejects.toThrow(UnusableMedia);
    await createFfmpeg({ engine })(call);
    expect((await stat(call.output)).size).toBeGreaterThan(100_000);
  });
});
