import { type DemoProgress, demoCompany, demoProgress } from '@tiktickets/core/demo';
import type { Kernel } from '@tiktickets/core/kernel';
import { createSimulatorClient, type SimulatorClient } from '@tiktickets/wbot/simulator-client';
import { WakeLoop } from '../wake-loop.ts';
import { companyPhone, demoCustomers, demoGroup } from './customers.ts';

export interface DemoOptions {
  kernel: Kernel;
  simulatorUrl: string;
  /** How often the demo channel is looked at until all is done. */
  lookMs?: number;
}

/**
 * The first run of a demo: the company's simulated phone scans the code of the demo channel, then the simulated
 * customers write. Everything reaches the product through the channel. Each step is skipped when it was done before.
 * @returns stops it
 */
export function runDemo({ kernel, simulatorUrl, lookMs = 300 }: DemoOptions): () => Promise<void> {
  const simulator = createSimulatorClient(simulatorUrl);
  let scanned: string | null = null;
  const loop = new WakeLoop({
    work: async () => {
      const progress = await demoProgress(kernel);
      if (!progress || (progress.tickets >= demoCustomers.length && progress.rooms > 0)) return null;
      if (progress.state === 'connected') return (await customersWrite(simulator, progress)) ? null : lookMs;
      if (progress.qr !== null && progress.qr !== scanned) {
        await simulator.scan(companyPhone, { qr: progress.qr, name: demoCompany.name });
        scanned = progress.qr;
      }
      return lookMs;
    },
    failed: (error) => {
      kernel.logger.info({ err: error }, 'the demo waits for its simulator');
      return 1_000;
    },
  });
  loop.wake();
  return () => loop.stop(2_000);
}

/** Customers who have not written yet do so now. @returns whether all have written */
async function customersWrite(simulator: SimulatorClient, { phone }: DemoProgress): Promise<boolean> {
  if (phone !== companyPhone) return false;
  for (const customer of demoCustomers) {
    await simulator.createPhone({ phone: customer.phone, name: customer.name });
    const chat = await simulator.chat(customer.phone, companyPhone);
    const said = new Set(chat.messages.map((message) => message.text));
    for (const text of customer.messages) {
      if (!said.has(text)) await simulator.send(customer.phone, { to: companyPhone, text });
    }
  }
  await groupWrites(simulator);
  return true;
}

async function groupWrites(simulator: SimulatorClient): Promise<void> {
  const [owner, ...members] = demoGroup.messages.map((message) => message.phone);
  if (!owner) return;
  const { subject } = demoGroup;
  const known = (await simulator.groups()).find((group) => group.subject === subject);
  const { id } = known ?? (await simulator.createGroup({ subject, owner, members: [...members, companyPhone] }));
  const said = new Set((await simulator.chat(owner, id)).messages.map((message) => message.text));
  for (const { phone, text } of demoGroup.messages) if (!said.has(text)) await simulator.send(phone, { to: id, text });
}
