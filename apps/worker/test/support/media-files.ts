import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFfmpeg } from '../../src/tools/ffmpeg.ts';

const samplesPerSecond = 16_000;

/** A tone as WAV. */
function tone(seconds: number): Buffer {
  const samples = samplesPerSecond * seconds;
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(samplesPerSecond, 24);
  file.writeUInt32LE(samplesPerSecond * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(samples * 2, 40);
  for (let n = 0; n < samples; n += 1)
    file.writeInt16LE(Math.round(12_000 * Math.sin((n * 2 * Math.PI * 440) / samplesPerSecond)), 44 + n * 2);
  return file;
}

/** Ten plain pictures of 320 × 240, five a second, as YUV4MPEG2. */
function pictures(): Buffer {
  const [width, height] = [320, 240];
  const frames = Array.from({ length: 10 }, (_, n) =>
    Buffer.concat([
      Buffer.from('FRAME\n'),
      Buffer.alloc(width * height, 40 + n * 15),
      Buffer.alloc((width * height) / 2, 128),
    ]),
  );
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F5:1 Ip A1:1 C420jpeg\n`), ...frames]);
}

export interface MediaFiles {
  /** Opus in WebM, as Chromium's recorder writes it. */
  recording: Buffer;
  /** Opus in Ogg, as a phone sends it. */
  voiceNote: Buffer;
  /** H.264 in MP4. */
  film: Buffer;
}

/** Real files, encoded here. */
export async function makeMediaFiles(): Promise<MediaFiles> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tiktickets-samples-'));
  const ffmpeg = createFfmpeg({ engine: 'wasm' });
  const convert = async (source: Buffer, format: string, options: string[]): Promise<Buffer> => {
    const [input, output] = [path.join(folder, 'in'), path.join(folder, 'out')];
    await writeFile(input, source);
    await ffmpeg({ input, output, format, options });
    return await readFile(output);
  };
  try {
    return {
      recording: await convert(tone(2), 'wav', ['-c:a', 'libopus', '-f', 'webm']),
      voiceNote: await convert(tone(3), 'wav', ['-c:a', 'libopus', '-ac', '1', '-f', 'ogg']),
      film: await convert(pictures(), 'yuv4mpegpipe', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-f', 'mp4']),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
