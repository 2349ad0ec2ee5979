import { createReadStream } from 'node:fs';
import type { PreparedSound } from '@tiktickets/core/media';

const levels = 64;

/** Loudness over time of a file of 16-bit samples, mono; memory holds one level at a time. */
export async function measureSound(
  file: string,
  { sizeBytes, samplesPerSecond }: { sizeBytes: number; samplesPerSecond: number },
): Promise<PreparedSound> {
  const samples = Math.floor(sizeBytes / 2);
  const sums = new Float64Array(levels);
  const counts = new Uint32Array(levels);
  let at = 0;
  let odd: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    const bytes = Buffer.concat([odd, chunk]);
    const whole = bytes.length - (bytes.length % 2);
    for (let offset = 0; offset < whole; offset += 2, at += 1) {
      const level = Math.min(levels - 1, Math.floor((at * levels) / Math.max(1, samples)));
      sums[level] = (sums[level] ?? 0) + Math.abs(bytes.readInt16LE(offset));
      counts[level] = (counts[level] ?? 0) + 1;
    }
    odd = bytes.subarray(whole);
  }
  const means = Array.from(sums, (sum, level) => sum / Math.max(1, counts[level] ?? 1));
  const loudest = Math.max(...means, 1);
  const waveform = Buffer.from(means.map((mean) => Math.round((mean / loudest) * 100)));
  return {
    seconds: Math.max(1, Math.round(samples / samplesPerSecond)),
    waveform: waveform.toString('base64'),
  };
}
