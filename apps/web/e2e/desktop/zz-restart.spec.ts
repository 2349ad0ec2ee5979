import { desk, phoneOf } from '../support/desk.ts';
import { expect, test } from '../support/test.ts';

test('Ctrl-C and a new start: still paired, same tickets, and messages come in', async ({ openAs, installation }) => {
  test.setTimeout(240_000);
  const page = await openAs('admin', '/tickets?tab=pending');
  page.removeAllListeners('console');
  const { rows, live } = desk(page);
  await expect(rows.first()).toBeVisible();
  const before = await rows.count();

  expect(await installation.stop()).toBe(0);
  await expect(live).toHaveText(/^Sem conexão desde/);
  await installation.start();
  await expect(live).toHaveText('Ao vivo', { timeout: 30_000 });
  await expect(rows).toHaveCount(before);

  const channels = await openAs('admin', '/settings/channels');
  await expect(channels.getByRole('list', { name: 'Conexões' }).getByRole('listitem').first()).toContainText(
    'Conectada',
  );
  const phones = await openAs('admin', '/demo/phones');
  await phoneOf(phones, 'Beatriz Souza').write('Depois do reinício');
  await expect(rows.first()).toContainText('Depois do reinício');
});
