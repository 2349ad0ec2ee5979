import { type PreparedPicture, UnusableMedia } from '@tiktickets/core/media';
import sharp from 'sharp';

/** More than any phone makes, and 256 MB when each pixel is unpacked. */
const maxPixels = 64_000_000;
const timeoutSeconds = 20;
const thumbnailPx = 480;
const previewPx = 72;

sharp.cache(false);
// One picture takes one of libvips' threads: others of this process have work, too.
sharp.concurrency(1);

const open = (input: string, limit: number) =>
  sharp(input, { limitInputPixels: limit, sequentialRead: true, failOn: 'error' })
    .timeout({ seconds: timeoutSeconds })
    .autoOrient();

/** Runs on libvips' threads, not on the loop. @throws {UnusableMedia} */
export async function preparePicture(
  { input, output }: { input: string; output: string },
  { pixels = maxPixels }: { pixels?: number } = {},
): Promise<PreparedPicture> {
  try {
    const { autoOrient } = await sharp(input, { limitInputPixels: pixels }).metadata();
    const inside = { fit: 'inside', withoutEnlargement: true } as const;
    await open(input, pixels)
      .resize({ width: thumbnailPx, height: thumbnailPx, ...inside })
      .webp({ quality: 78 })
      .toFile(output);
    // Made from the small one, which is ours already.
    const preview = await sharp(output)
      .resize({ width: previewPx, height: previewPx, ...inside })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 50 })
      .toBuffer();
    return { width: autoOrient.width, height: autoOrient.height, preview: preview.toString('base64') };
  } catch (error) {
    throw new UnusableMedia('not a picture that can be opened', { cause: error });
  }
}
