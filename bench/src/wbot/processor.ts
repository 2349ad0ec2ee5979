import { readdir, readFile } from 'node:fs/promises';

interface Stat {
  parent: number;
  /** Of the process itself, and of children that have ended. */
  ticks: number;
}

async function statOf(pid: number): Promise<Stat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The name is in brackets and may hold anything.
  const fields = text
    ?.slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  if (!fields) return null;
  return { parent: fields[1] ?? 0, ticks: fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0) };
}

/** Processor that a process and its children have used, in milliseconds; the system counts it in steps of ten. */
export async function processorOf(pid: number): Promise<number> {
  const pids = (await readdir('/proc')).map(Number).filter((number) => number > 0);
  const stats = await Promise.all(pids.map(async (number) => ({ number, stat: await statOf(number) })));
  const ours = stats.filter(({ number, stat }) => number === pid || stat?.parent === pid);
  return ours.reduce((sum, { stat }) => sum + (stat?.ticks ?? 0) * 10, 0);
}
