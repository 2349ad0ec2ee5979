import { round } from '../measure.ts';
import type { Print } from './bench-wbot.ts';
import type { Network } from './installation.ts';
import { phoneOf } from './protocol.ts';

const customer = (n: number): string => String(5_511_980_000_000 + n);

/** Messages in and out, of one session and of several in one process, and the processor that each of the three used. */
export async function benchTraffic(
  network: Network,
  { sessions, messages, contacts }: { sessions: number; messages: number; contacts: number },
  print: Print,
): Promise<void> {
  const { simulator } = network;
  for (let n = 0; n < contacts; n += 1) await simulator.createPhone({ name: `Cliente ${n}`, phone: customer(n) });
  const known = Array.from({ length: contacts / 2 }, (_, n) => n);

  async function row(
    what: string,
    { count, reference }: { count: number; reference: string },
    work: () => Promise<{ ms: number; cpuMs: number }>,
  ): Promise<void> {
    const before = await network.processor();
    const { ms, cpuMs } = await work();
    const after = await network.processor();
    const per = (used: number): string => `${round(used / count)}`;
    const cost = `${per(cpuMs)} + ${per(after.postgres - before.postgres)} + ${per(after.simulator - before.simulator)} ms`;
    print({ what, ours: `${round((count * 1_000) / ms)}/s; processor ${cost}`, reference });
  }

  async function backlog(input: { sessions: number; from: readonly number[]; count: number }): Promise<void> {
    for (let n = 0; n < input.count; n += 1) {
      const person = input.from[Math.floor(n / input.sessions) % input.from.length] ?? 0;
      await simulator.send(customer(person), { to: phoneOf(n % input.sessions), text: `mensagem ${n}` });
    }
  }

  /** Written while the sessions are away, so that the network's own work is done before the clock runs. */
  async function receive(
    what: string,
    input: { sessions: number; from: readonly number[]; count: number; reference: string },
  ): Promise<void> {
    await backlog(input);
    const host = await network.host();
    await row(what, input, async () => {
      await host.ask({ do: 'open', sessions: input.sessions, isNew: false });
      return await host.ask({ do: 'receive', messages: input.count });
    });
    await host.ask({ do: 'close' });
    await host.stop();
  }

  const one = { sessions: 1, reference: '150–213/s' };
  await receive(`in, one session, ${known.length} new contacts`, {
    sessions: 1,
    from: known,
    count: known.length,
    reference: '42–50/s',
  });
  await receive('in, one session, one contact', { ...one, from: [0], count: messages });
  await receive(`in, one session, ${known.length} contacts`, { ...one, from: known, count: messages });
  const every = { sessions, from: known };
  await receive(`in, ${sessions} sessions of one process, first messages`, {
    ...every,
    count: known.length * sessions,
    reference: '–',
  });
  await receive(`in, ${sessions} sessions of one process`, {
    ...every,
    count: messages * 2,
    reference: '– (aim: 300/s)',
  });

  const host = await network.host();
  await host.ask({ do: 'open', sessions, isNew: false });
  async function send(
    what: string,
    input: { sessions: number; to: readonly string[]; each: number; reference: string },
  ): Promise<void> {
    await row(what, { count: input.each * input.sessions, reference: input.reference }, () =>
      host.ask({ do: 'send', sessions: input.sessions, messages: input.each, to: input.to }),
    );
  }
  const strangers = Array.from({ length: contacts - known.length }, (_, n) => customer(known.length + n));
  await send(`out, one session, first message to ${strangers.length} contacts`, {
    sessions: 1,
    to: strangers,
    each: strangers.length,
    reference: '17–33/s',
  });
  await send('out, one session, one contact', {
    sessions: 1,
    to: [customer(0)],
    each: messages,
    reference: '64–110/s',
  });
  const known20 = known.slice(0, 20).map(customer);
  await host.ask({ do: 'send', sessions, messages: known20.length, to: known20 });
  await send(`out, ${sessions} sessions of one process`, {
    sessions,
    to: known20,
    each: Math.ceil(messages / 5),
    reference: '– (aim: 150/s)',
  });
  await host.stop();
}
