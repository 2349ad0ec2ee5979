import { cpus, loadavg, totalmem } from 'node:os';

export interface Row {
  what: string;
  ours: string;
  floor: string;
  ratio: string;
}

export const heading = (title: string): string =>
  `## ${title}\n\n| what | TikTickets | floor of the same run | ratio |\n| --- | --- | --- | --- |`;

export const line = (row: Row): string => `| ${row.what} | ${row.ours} | ${row.floor} | ${row.ratio} |`;

export const machine = (): string =>
  `${new Date().toISOString().slice(0, 10)} · ${cpus().length} × ${cpus()[0]?.model.trim()} · ${Math.round(totalmem() / 2 ** 30)} GiB · ` +
  `Node ${process.version} · load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`;
