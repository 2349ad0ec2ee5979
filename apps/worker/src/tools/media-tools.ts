import { rm, stat } from 'node:fs/promises';
import { type MediaTools, type PreparedSound, UnusableMedia } from '@tiktickets/core/media';
import { createFfmpeg, type Ffmpeg, type FfmpegOptions } from './ffmpeg.ts';
import { formatOf } from './ffmpeg-call.ts';
import { preparePicture } from './pictures.ts';
import { measureSound } from './waveform.ts';

const samplesPerSecond = 4_000;
/** Nobody listens longer; it also bounds what a small file may unpack to. */
const longest = ['-t', '7200'];
const soundOnly = ['-map', '0:a:0', '-vn', '-map_metadata', '-1', ...longest];

/** Makes of a file what other screens need: pictures by sharp, sound and film by ffmpeg. */
export function createMediaTools(options: FfmpegOptions = {}): MediaTools {
  const ffmpeg = createFfmpeg(options);
  return {
    picture: preparePicture,
    film: async ({ input, output, mimetype }) => {
      const frame = `${output}.png`;
      try {
        const format = formatOf(mimetype);
        const said = await ffmpeg({
          input,
          output: frame,
          format,
          options: ['-frames:v', '1', '-an', '-c:v', 'png', '-f', 'image2'],
        });
        return { ...(await preparePicture({ input: frame, output })), seconds: durationIn(said) };
      } finally {
        await rm(frame, { force: true });
      }
    },
    voice: async ({ input, output, mimetype }) => {
      const opus = ['-ac', '1', '-ar', '48000', '-c:a', 'libopus', '-b:a', '32k', '-application', 'voip', '-f', 'ogg'];
      await ffmpeg({ input, output, format: formatOf(mimetype), options: [...soundOnly, ...opus] });
      return await listen(ffmpeg, { input: output, format: 'ogg' });
    },
    playable: async ({ input, output, mimetype }) => {
      const aac = ['-ac', '1', '-ar', '44100', '-c:a', 'aac', '-b:a', '64k', '-movflags', '+faststart', '-f', 'mp4'];
      await ffmpeg({ input, output, format: formatOf(mimetype), options: [...soundOnly, ...aac] });
      return await listen(ffmpeg, { input: output, format: 'mov' });
    },
  };
}

/** How long and how loud a sound is that we made ourselves. @throws {UnusableMedia} when there is nothing to hear */
async function listen(ffmpeg: Ffmpeg, { input, format }: { input: string; format: string }): Promise<PreparedSound> {
  const output = `${input}.pcm`;
  try {
    const raw = ['-ac', '1', '-ar', String(samplesPerSecond), '-c:a', 'pcm_s16le', '-f', 's16le'];
    await ffmpeg({ input, output, format, options: raw });
    const { size: sizeBytes } = await stat(output);
    if (sizeBytes === 0) throw new UnusableMedia('without sound');
    return await measureSound(output, { sizeBytes, samplesPerSecond });
  } finally {
    await rm(output, { force: true });
  }
}

/** Seconds of "Duration: 00:01:02.50". */
export function durationIn(said: string): number | null {
  const [, hours, minutes, seconds] = /Duration: (\d+):(\d+):(\d+(?:\.\d+)?)/.exec(said) ?? [];
  return hours === undefined ? null : Math.round(Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds));
}
