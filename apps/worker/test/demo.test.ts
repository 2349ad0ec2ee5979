import { seedDemo } from '@tiktickets/core/demo';
import { createKernel, createLogger } from '@tiktickets/core/kernel';
import { cloneDatabase, waitFor } from '@tiktickets/testkit';
import { startSimulator } from '@tiktickets/wbot/simulator';
import postgres from 'postgres';
import { expect, it } from 'vitest';
import { demoCustomers, demoGroup } from '../src/demo/customers.ts';
import { runDemo } from '../src/demo/run-demo.ts';
import { startWorker } from '../src/worker.ts';
import { driverFor } from './support/network.ts';

it('the first run of a demo pairs the company and lets its customers write, once', async () => {
  const clone = await cloneDatabase();
  const { ownerUrl: databaseUrl, appSecret } = clone;
  const simulator = await startSimulator({ delays: { ackMs: [1, 3], receiptMs: [1, 3], readMs: [5, 10] } });
  const kernel = createKernel({
    name: 'test',
    databaseUrl,
    appSecret,
    logger: createLogger({ name: 'test', level: 'silent' }),
  });
  const owner = postgres(databaseUrl, { max: 2 });
  await seedDemo(kernel);
  const worker = await startWorker({ kernel, driver: driverFor(simulator), databaseUrl, leaseTtlMs: 3_000 });
  const stopDemo = runDemo({ kernel, simulatorUrl: simulator.url, lookMs: 30 });
  try {
    const bodies = async () => {
      const rows = await owner<{ name: string; bodies: string[] }[]>`
        select c.name, array_agg(m.body order by m.id) as bodies from messages m
        join tickets t on t.tenant_id = m.tenant_id and t.id = m.ticket_id join contacts c on c.tenant_id = t.tenant_id and c.id = t.contact_id
        where t.state = 'pending' group by c.name order by c.name`;
      return rows.map((row) => ({ ...row }));
    };
    const expected = demoCustomers
      .map((customer) => ({ name: customer.name, bodies: [...customer.messages] }))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'pt-BR'));
    await waitFor(
      async () => (await bodies()).flatMap((row) => row.bodies).length === expected.flatMap((row) => row.bodies).length,
      { timeoutMs: 25_000 },
    );
    expect(await bodies()).toEqual(expected);
    await waitFor(
      async () => {
        const rows =
          await owner`select m.body from messages m join tickets t on t.id = m.ticket_id where t.is_group and m.kind = 'text' order by m.id`;
        return rows.length === demoGroup.messages.length;
      },
      { what: 'the group', timeoutMs: 25_000 },
    );
    await stopDemo();
    await runDemo({ kernel, simulatorUrl: simulator.url, lookMs: 30 })();
    const [state] =
      await owner`select (select state from channels) as state, (select count(*)::int from tickets) as tickets`;
    expect(state).toEqual({ state: 'connected', tickets: demoCustomers.length + 1 });
  } finally {
    await stopDemo();
    await worker.stop();
    await kernel.close();
    await owner.end();
    await simulator.close();
    await clone.drop();
  }
});
