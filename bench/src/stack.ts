import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { HttpBrowser } from '@tiktickets/testkit/http-browser';
import { createSimulatorClient } from '@tiktickets/wbot/simulator-client';
import { median, round, spread } from './measure.ts';
import type { Row } from './report.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Stack {
  url: string;
  readyMs: number;
  logins: { role: string; email: string; password: string }[];
  process: ChildProcess;
  stop(): Promise<void>;
}

/** The product as `npm start` runs it, in a data folder of its own. */
async function start(dataDir: string, port: number): Promise<Stack> {
  const from = performance.now();
  const child = spawn(process.execPath, [path.join(root, 'scripts/start.ts')], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), DEMO: 'on' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  child.stdout?.on('data', (text: Buffer) => {
    output += text;
  });
  while (!output.includes('TikTickets is ready')) {
    if (child.exitCode !== null) throw new Error(`the product did not start: ${output}`);
    await delay(20);
  }
  const logins = [...output.matchAll(/^login (\S+) (\S+) (\S+)$/gm)].map(
    ([, role = '', email = '', password = '']) => ({
      role,
      email,
      password,
    }),
  );
  return {
    url: `http://localhost:${port}`,
    readyMs: performance.now() - from,
    logins,
    process: child,
    stop: async () => {
      child.kill('SIGINT');
      await ended;
    },
  };
}

interface Running {
  pid: number;
  rssMb: number;
  environment: Record<string, string>;
}

/** Of the process that runs this bundle under our data folder, as the kernel sees it. */
function find(bundle: string, dataDir: string): Running {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(bundle)) continue;
      const environment = Object.fromEntries(
        readFileSync(`/proc/${pid}/environ`, 'utf8')
          .split('\0')
          .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
      );
      if (!environment.DATA_DIR?.startsWith(dataDir)) continue;
      const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return { pid: Number(pid), rssMb: Number(rss) / 1024, environment };
    } catch {
      // It ended meanwhile.
    }
  }
  throw new Error(`${bundle} does not run`);
}

/** Everything that the page of the console loads before it can be used, as a browser would receive it. */
async function firstLoadKb(browser: HttpBrowser): Promise<number> {
  const page = await browser.text('/tickets');
  const scripts = new Set(
    [...page.matchAll(/<script[^>]+src="([^"]+\.js)[^"]*"(?![^>]*nomodule)/gi)].map(([, src = '']) => src),
  );
  let bytes = 0;
  for (const src of scripts) bytes += gzipSync(await browser.text(src)).length;
  return bytes / 1024;
}

/** From the answer to `messages.send` until the customer's phone shows it. */
async function sendToPhone(browser: HttpBrowser, simulatorUrl: string): Promise<number[]> {
  const simulator = createSimulatorClient(simulatorUrl);
  const company = (await simulator.phones()).find((phone) => phone.role === 'company')?.phone ?? '';
  const { items } = await browser.query('tickets.list', { tab: 'pending' });
  const [ticket] = items;
  await browser.mutate('tickets.accept', { id: ticket.id });
  const samples: number[] = [];
  for (let n = 0; n < 60; n += 1) {
    const body = `bench ${n} ${Date.now()}`;
    await browser.mutate('messages.send', { ticketId: ticket.id, clientId: `bench-${n}-${Date.now()}`, body });
    const from = performance.now();
    for (;;) {
      const chat = await simulator.chat(ticket.contact.phone, company);
      if (chat.messages.some((message) => message.text === body)) break;
    }
    samples.push(performance.now() - from);
    await delay(150);
  }
  return samples;
}

async function pairMore(browser: HttpBrowser, simulatorUrl: string, count: number): Promise<void> {
  const simulator = createSimulatorClient(simulatorUrl);
  for (let n = 0; n < count; n += 1) {
    const { id } = await browser.mutate('channels.create', { name: `Número ${n + 2}` });
    await browser.mutate('channels.connect', { id });
    for (;;) {
      const channel = (await browser.query('channels.list', undefined)).find((one: { id: string }) => one.id === id);
      if (channel.state === 'connected') break;
      if (channel.qr)
        await simulator.scan(String(5_511_700_000_000 + n), { qr: channel.qr, name: `Loja ${n}` }).catch(() => {});
      await delay(100);
    }
  }
}

export async function benchStack({ port, sessions }: { port: number; sessions: number }): Promise<Row[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tiktickets-bench-'));
  const rows: Row[] = [];
  const row = (what: string, ours: string): void => void rows.push({ what, ours, floor: '–', ratio: '–' });
  try {
    const cold = await start(dataDir, port);
    await cold.stop();
    const warm: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      const again = await start(dataDir, port);
      warm.push(again.readyMs);
      await again.stop();
    }
    row('start with an empty data folder (built), to ready', `${round(cold.readyMs / 1000)} s`);
    row('warm start, to ready (median of 3)', `${round(median(warm) / 1000)} s`);
    const stack = await start(dataDir, port);
    try {
      const login = (role: string) => stack.logins.find((one) => one.role === role) ?? { email: '', password: '' };
      const agent = await HttpBrowser.signIn(stack.url, login('agent'));
      const admin = await HttpBrowser.signIn(stack.url, login('admin'));
      row('first-load JavaScript of the console, gzip', `${round(await firstLoadKb(agent))} kB`);
      await delay(10_000);
      const { environment } = find('server.mjs', dataDir);
      row(
        'RSS, idle: web / worker with 1 number',
        `${round(find('server.mjs', dataDir).rssMb)} / ${round(find('main.mjs', dataDir).rssMb)} MB`,
      );
      const simulatorUrl = environment.SIMULATOR_URL ?? '';
      const sends = spread(await sendToPhone(agent, simulatorUrl));
      row('send accepted → on the customer’s phone, p50 / p95', `${round(sends.p50)} / ${round(sends.p95)} ms`);
      await pairMore(admin, simulatorUrl, sessions - 1);
      await delay(20_000);
      row(
        `RSS, idle: web / worker with ${sessions} numbers`,
        `${round(find('server.mjs', dataDir).rssMb)} / ${round(find('main.mjs', dataDir).rssMb)} MB`,
      );
    } finally {
      await stack.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
  return rows;
}
