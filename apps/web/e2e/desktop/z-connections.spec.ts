import { desk, phoneOf } from '../support/desk.ts';
import { expect, test } from '../support/test.ts';

const within = { timeout: 10_000 };

test('disconnect, reconnect: what was written meanwhile comes in', async ({ openAs }) => {
  const page = await openAs('admin', '/settings/channels');
  const channel = page.getByRole('list', { name: 'Conexões' }).getByRole('listitem').first();
  await expect(channel).toContainText('Conectada');
  await channel.getByRole('button', { name: 'Desconectar' }).click();
  await expect(channel).toContainText('Desconectada', within);

  const phones = await openAs('admin', '/demo/phones');
  await phoneOf(phones, 'Beatriz Souza').write('Escrevi enquanto vocês estavam fora');
  await channel.getByRole('button', { name: 'Conectar', exact: true }).click();
  await expect(channel).toContainText('Conectada', within);

  const list = await openAs('admin', '/tickets?tab=pending');
  await expect(desk(list).rows.first()).toContainText('Escrevi enquanto vocês estavam fora');
});

test('pair a new number by QR code, then unlink it', async ({ openAs }) => {
  const page = await openAs('admin', '/settings/channels');
  await page.getByRole('button', { name: 'Nova conexão' }).click();
  await page.getByRole('textbox', { name: 'Nome' }).fill('Filial Norte');
  await page.getByRole('button', { name: 'Criar e mostrar QR code' }).click();
  const code = page.getByRole('dialog').getByRole('img', { name: 'QR code' });
  await expect(code).toHaveAttribute('data-qr', /^.{20,}$/);

  const phones = await openAs('admin', '/demo/phones');
  await phones.getByRole('button', { name: 'Escanear QR code' }).click();
  await expect(page.getByRole('dialog').getByRole('status').filter({ hasText: 'Conectada' })).toBeVisible();
  await page.getByRole('button', { name: 'Concluir' }).click();

  const channel = page.getByRole('listitem', { name: 'Filial Norte' });
  await expect(channel).toContainText('Conectada');
  await expect(channel).toContainText(/\+\d/);

  await channel.getByRole('button', { name: 'Desvincular' }).click();
  await page
    .getByRole('dialog', { name: 'Desvincular Filial Norte?' })
    .getByRole('button', { name: 'Desvincular' })
    .click();
  await expect(channel).toContainText('Desvinculada', within);
});

test('only people who may manage connections see them', async ({ openAs }) => {
  const page = await openAs('agent', '/settings/channels');
  await expect(page.getByText('Acesso restrito')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Nova conexão' })).toHaveCount(0);
});
