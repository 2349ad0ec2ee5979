import { round } from '../measure.ts';
import { openNetwork } from './installation.ts';
import { phoneOf } from './protocol.ts';

const customer = '5511980000000';
const reconnecting = 20;
/** What a session remembers of messages (5,000 of them) must be full before the first quarter is over. */
const receiving = 1;
const chunk = 500;

/** Largest growth of the collected heap after the first quarter, in kB. */
const bounds = { per100Reconnects: 100, per1000Messages: 50 };

interface Sample {
  done: number;
  heapMb: number;
  rssMb: number;
}

/** Growth of the heap per `unit`, between the first quarter and the end, in kB. */
function growth(samples: readonly Sample[], unit: number): number {
  const last = samples.at(-1);
  const first = samples.find(({ done }) => last && done * 4 >= last.done);
  if (!first || !last || first === last) return 0;
  return ((last.heapMb - first.heapMb) * 1_024 * unit) / (last.done - first.done);
}

/**
 * Reconnects and messages without end, of one process; prints the collected heap as it goes.
 * @returns whether it stayed within its bounds
 */
export async function soakWbot(
  { reconnects, messages }: { reconnects: number; messages: number },
  print: (text: string) => void,
): Promise<boolean> {
  await using network = await openNetwork(reconnecting);
  const { simulator } = network;
  const host = await network.host({ isSoak: true });
  await host.ask({ do: 'open', sessions: reconnecting, isNew: true });

  async function phase(
    what: string,
    input: { count: number; step: number; unit: number; boundKb: number },
    work: () => Promise<void>,
  ): Promise<boolean> {
    const samples: Sample[] = [];
    const every = Math.max(input.step, input.count / 10);
    for (let done = 0, due = every; done < input.count; ) {
      await work();
      done += input.step;
      if (done < due) continue;
      due += every;
      const { heapMb, rssMb } = await host.ask({ do: 'memory' });
      samples.push({ done, heapMb, rssMb });
      print(`${done} ${what}: ${round(heapMb)} MB heap, ${round(rssMb)} MB RSS`);
    }
    const grown = growth(samples, input.unit);
    const isGood = grown <= input.boundKb;
    print(`${what}: ${round(grown)} kB per ${input.unit}${isGood ? '' : `, more than ${input.boundKb}`}\n`);
    return isGood;
  }

  const reconnected = await phase(
    'reconnects',
    { count: reconnects, step: reconnecting, unit: 100, boundKb: bounds.per100Reconnects },
    async () => {
      await host.ask({ do: 'watch', sessions: reconnecting });
      for (let n = 0; n < reconnecting; n += 1) await simulator.fault({ kind: 'drop', phone: phoneOf(n) });
      await host.ask({ do: 'recover' });
    },
  );
  await simulator.createPhone({ name: 'Cliente', phone: customer });
  const received = await phase(
    'messages',
    { count: messages, step: chunk, unit: 1_000, boundKb: bounds.per1000Messages },
    async () => {
      const arrived = host.ask({ do: 'receive', messages: chunk });
      for (let n = 0; n < chunk; n += 1) {
        await simulator.send(customer, { to: phoneOf(n % receiving), text: `mensagem ${n}` });
      }
      await arrived;
    },
  );
  await host.stop();
  return reconnected && received;
}
