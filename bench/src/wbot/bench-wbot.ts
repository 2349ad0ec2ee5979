import { median, round } from '../measure.ts';
import { openNetwork } from './installation.ts';
import { phoneOf } from './protocol.ts';

interface Figure {
  what: string;
  ours: string;
  reference: string;
}

export const wbotHeading = '| what | here | the bare library, measured before |\n| --- | --- | --- |';
export const wbotLine = ({ what, ours, reference }: Figure): string => `| ${what} | ${ours} | ${reference} |`;

const customer = (n: number): string => String(5_511_980_000_000 + n);

/** The driver on PostgreSQL: pairing, memory, messages in and out, recovery. `print` gets each row as soon as it is known. */
export async function benchWbot(
  options: { memoryAt: readonly number[]; messages: number; contacts: number },
  print: (figure: Figure) => void,
): Promise<void> {
  const { memoryAt, messages, contacts } = options;
  const most = Math.max(...memoryAt);
  await using network = await openNetwork(most);
  const { simulator } = network;

  const pairing = await network.host();
  const before = await pairing.ask({ do: 'memory' });
  const paired = await pairing.ask({ do: 'open', sessions: most, isNew: true });
  print({
    what: 'time to pair (start → connected), median',
    ours: `${round(median(paired.pairedMs))} ms`,
    reference: '600–990 ms',
  });
  print({ what: 'processor per pairing', ours: `${round(paired.cpuMs / most)} ms`, reference: '700–1100 ms' });
  const collected = await pairing.ask({ do: 'memory' });
  const each = (answer: { rssMb: number; heapMb: number }, base: typeof answer, count: number): string =>
    `${round((answer.rssMb - base.rssMb) / count)} MB RSS, ${round((answer.heapMb - base.heapMb) / count)} MB heap`;
  print({
    what: `per number, at once after ${most} pairings in one process`,
    ours: `${each(paired, before, most)}; collected ${each(collected, before, most)}`,
    reference: '–',
  });
  await pairing.ask({ do: 'close' });
  await pairing.stop();

  const host = await network.host();
  const empty = await host.ask({ do: 'memory' });
  let base = empty;
  for (const [index, count] of memoryAt.entries()) {
    const opened = await host.ask({ do: 'open', sessions: count, isNew: false });
    const now = await host.ask({ do: 'memory' });
    const reference =
      new Map([
        [1, '128 MB'],
        [10, '165 MB'],
        [50, '214 MB; 1.2 MB RSS, 1.0 MB heap each'],
      ]).get(count) ?? '–';
    const last = memoryAt[index - 1];
    const growth = last === undefined ? '' : `; ${each(now, base, count - last)} for each since ${last}`;
    print({
      what: `idle, ${count} sessions in one process (login ${round(opened.ms / 1000)} s)`,
      ours: `${round(now.rssMb)} MB RSS, ${round(now.heapMb)} MB heap${growth}`,
      reference,
    });
    base = now;
  }

  const dropped = Math.min(50, most);
  await host.ask({ do: 'watch' });
  for (let n = 0; n < most; n += 1) await simulator.fault({ kind: 'drop', phone: phoneOf(n) });
  const back = await host.ask({ do: 'recover' });
  print({
    what: `${dropped === most ? dropped : most} sessions dropped at once, all open again`,
    ours: `${round(back.ms / 1000)} s, ${round(back.cpuMs / 1000)} s processor`,
    reference: '50: 5.0 s, 3.5 s processor',
  });
  await host.stop();

  for (let n = 0; n < contacts; n += 1) await simulator.createPhone({ name: `Cliente ${n}`, phone: customer(n) });
  /** Written while the sessions are away, so that the network's own work is done before the clock runs. */
  const receive = async (
    sessions: number,
    from: readonly number[],
    count: number,
  ): Promise<{ ms: number; cpuMs: number; wall: number }> => {
    for (let n = 0; n < count; n += 1) {
      const person = from[Math.floor(n / sessions) % from.length] ?? 0;
      await simulator.send(customer(person), { to: phoneOf(n % sessions), text: `mensagem ${n}` });
    }
    const fresh = await network.host();
    const opened = await fresh.ask({ do: 'open', sessions, isNew: false });
    const { ms } = await fresh.ask({ do: 'receive', messages: count });
    await fresh.ask({ do: 'close' });
    await fresh.stop();
    return { ms, cpuMs: opened.cpuMs, wall: opened.ms };
  };
  const known = Array.from({ length: contacts / 2 }, (_, n) => n);
  const perSecond = (count: number, ms: number): string => `${round((count * 1_000) / ms)}/s`;
  const rate = async (
    what: string,
    input: { sessions: number; from: readonly number[]; count: number; reference: string },
  ): Promise<void> => {
    const { ms } = await receive(input.sessions, input.from, input.count);
    print({ what, ours: perSecond(input.count, ms), reference: input.reference });
  };
  await rate(`in, one session, ${known.length} new contacts`, {
    sessions: 1,
    from: known,
    count: known.length,
    reference: '42–50/s',
  });
  await rate('in, one session, one contact', { sessions: 1, from: [0], count: messages, reference: '150–213/s' });
  await rate(`in, one session, ${known.length} contacts`, {
    sessions: 1,
    from: known,
    count: messages,
    reference: '150–213/s',
  });
  const many = Math.min(10, most);
  await receive(many, known, known.length * many);
  await rate(`in, ${many} sessions of one process`, {
    sessions: many,
    from: known,
    count: messages * 2,
    reference: '– (aim: 300/s)',
  });

  const sender = await network.host();
  await sender.ask({ do: 'open', sessions: many, isNew: false });
  const strangers = Array.from({ length: contacts - known.length }, (_, n) => customer(known.length + n));
  const first = await sender.ask({ do: 'send', sessions: 1, messages: strangers.length, to: strangers });
  print({
    what: `out, one session, first message to ${strangers.length} contacts`,
    ours: perSecond(strangers.length, first.ms),
    reference: '17–33/s',
  });
  const one = await sender.ask({ do: 'send', sessions: 1, messages, to: [customer(0)] });
  print({ what: 'out, one session, one contact', ours: perSecond(messages, one.ms), reference: '64–110/s' });
  const known20 = known.slice(0, 20).map(customer);
  await sender.ask({ do: 'send', sessions: many, messages: known20.length, to: known20 });
  const all = await sender.ask({ do: 'send', sessions: many, messages: Math.ceil(messages / 5), to: known20 });
  print({
    what: `out, ${many} sessions of one process`,
    ours: perSecond(Math.ceil(messages / 5) * many, all.ms),
    reference: '– (aim: 150/s)',
  });
  await sender.stop();
}
