import { benchFanOut } from './fan-out.ts';
import { benchIngest } from './ingest.ts';
import { benchReads } from './reads.ts';
import { heading, line, machine, type Row } from './report.ts';
import { benchStack } from './stack.ts';
import { benchWbot, wbotHeading, wbotLine } from './wbot/bench-wbot.ts';
import { soakWbot } from './wbot/soak.ts';
import { openWorld } from './world.ts';

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const quick = process.argv.includes('--quick');
const scale = quick ? { contacts: 2_000, messages: 40_000 } : { contacts: 50_000, messages: 1_000_000 };
const pace = quick ? { rounds: 3, sliceMs: 800, seconds: 4 } : { rounds: 5, sliceMs: 3_000, seconds: 10 };

async function section(title: string, work: () => Promise<Row[]>): Promise<void> {
  print(`\n${heading(title)}`);
  for (const row of await work()) print(line(row));
}

print(`# Benchmark\n\n${machine()}\n`);
if (process.argv.includes('wbot')) await wbot();
else await product();
print(`\nload at the end: ${machine().split('load ')[1]}`);

async function wbot(): Promise<void> {
  if (process.argv.includes('--soak')) {
    const size = quick ? { reconnects: 200, messages: 20_000 } : { reconnects: 2_000, messages: 50_000 };
    if (!(await soakWbot(size, print))) process.exitCode = 1;
    return;
  }
  const options = quick
    ? { memoryAt: [1, 5, 10], messages: 300, contacts: 60 }
    : { memoryAt: [1, 10, 50, 200], messages: 2_000, contacts: 400 };
  const only = new Map([
    ['--traffic', 'traffic'],
    ['--memory', 'memory'],
  ] as const);
  const part = [...only].find(([flag]) => process.argv.includes(flag))?.[1];
  print(
    `## The WhatsApp driver on PostgreSQL\n\nProcessor per message: the driver's process + PostgreSQL + the simulator.\n\n${wbotHeading}`,
  );
  await benchWbot({ ...options, only: part }, (figure) => print(wbotLine(figure)));
}

async function product(): Promise<void> {
  const redis = process.argv.includes('--redis');
  if (!process.argv.includes('--stack-only')) {
    await using world = await openWorld({ scale, redis });
    const label = `${redis ? 'Redis' : 'PostgreSQL alone'}, ${scale.contacts} tickets, ${scale.messages} messages`;
    await section(`Reads and sends (${label})`, () => benchReads(world, pace));
    await section(`Live feed (${label})`, () => benchFanOut(world, pace));
    await section(`Ingest (${label})`, () => benchIngest(world, { ...pace, contacts: scale.contacts }));
  }
  if (!process.argv.includes('--hot-only')) {
    await section('The whole product', () => benchStack({ port: 3977, sessions: quick ? 5 : 50 }));
  }
}
