import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';

const within = { timeout: 15_000 };
const northPhone = '5511970001000';

const row = (page: Page, name: string): Locator => page.getByRole('listitem', { name });

async function create(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Nova conexão' }).click();
  await page.getByRole('textbox', { name: 'Nome' }).fill(name);
  await page.getByRole('button', { name: 'Criar e mostrar QR code' }).click();
  await expect(page.getByRole('img', { name: 'QR code' })).toBeVisible();
}

test('link a number by a code typed on the phone; a wrong number is named', async ({ openAs }) => {
  const page = await openAs('admin', '/settings/channels');
  await create(page, 'Filial Sul');
  const dialog = page.getByRole('dialog', { name: 'Conectar Filial Sul' });
  await dialog.getByRole('button', { name: 'Conectar com um código no celular' }).click();
  const phone = dialog.getByRole('textbox', { name: 'Número do celular' });
  await phone.fill('123');
  await dialog.getByRole('button', { name: 'Gerar código' }).click();
  await expect(phone).toHaveAttribute('aria-invalid', 'true');
  await phone.fill('(11) 97000-1000');
  await dialog.getByRole('button', { name: 'Gerar código' }).click();
  const shown = dialog.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await expect(shown).toBeVisible(within);

  const phones = await openAs('admin', '/demo/phones');
  await phones.getByRole('textbox', { name: 'Digitar código de Filial Sul' }).fill(await shown.innerText());
  await phones.getByRole('button', { name: 'Digitar', exact: true }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'Conectada' })).toBeVisible(within);
  await dialog.getByRole('button', { name: 'Concluir' }).click();
  await expect(row(page, 'Filial Sul')).toContainText('Conectada');
});

test('a number that is connected already is refused with a sentence, and the first one goes on', async ({
  openAs,
  installation,
}) => {
  const page = await openAs('admin', '/settings/channels');
  await create(page, 'Repetida');
  const dialog = page.getByRole('dialog', { name: 'Conectar Repetida' });
  const qr = await dialog.getByRole('img', { name: 'QR code' }).getAttribute('data-qr');
  await installation.phoneScans(northPhone, qr ?? '');
  await expect(dialog.getByRole('alert')).toContainText('Este número já está conectado em outra conexão', within);
  await page.keyboard.press('Escape');
  await expect(row(page, 'Repetida')).toContainText('Desvinculada');
  await expect(row(page, 'Filial Sul')).toContainText('Conectada');
});

test('settings are kept, a wrong one is named, and an archived connection leaves the list', async ({ openAs }) => {
  const page = await openAs('admin', '/settings/channels');
  await row(page, 'Repetida').getByRole('button', { name: 'Detalhes' }).click();
  const sheet = page.getByRole('dialog', { name: 'Repetida' });
  await sheet.getByRole('tab', { name: 'Configuração' }).click();
  await sheet.getByRole('textbox', { name: 'Nome' }).fill('Recepção');
  await sheet.getByRole('combobox', { name: 'Ligações recebidas' }).selectOption('Recusar');
  await sheet.getByRole('textbox', { name: 'Mensagem para quem ligou' }).fill('Atendemos por mensagem.');
  await sheet.getByRole('switch', { name: 'Enviar confirmação de leitura' }).click();
  await sheet.getByRole('textbox', { name: 'Proxy' }).fill('um endereço');
  await sheet.getByRole('button', { name: 'Salvar' }).click();
  await expect(sheet.getByText(/Escreva um endereço como/)).toBeVisible();
  await sheet.getByRole('textbox', { name: 'Proxy' }).fill('http://loja:segredo@127.0.0.1:9');
  await sheet.getByRole('button', { name: 'Salvar' }).click();
  const renamed = page.getByRole('dialog', { name: 'Recepção' });
  await expect(renamed.getByText('Em uso: http://•••@127.0.0.1:9', { exact: false })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.reload();
  await row(page, 'Recepção').getByRole('button', { name: 'Detalhes' }).click();
  await renamed.getByRole('tab', { name: 'Configuração' }).click();
  await expect(renamed.getByRole('textbox', { name: 'Mensagem para quem ligou' })).toHaveValue(
    'Atendemos por mensagem.',
  );
  await expect(renamed.getByRole('switch', { name: 'Enviar confirmação de leitura' })).not.toBeChecked();
  await renamed.getByRole('button', { name: 'Arquivar', exact: true }).click();
  await renamed.getByRole('button', { name: 'Arquivar Recepção agora' }).click();
  await expect(row(page, 'Recepção')).toHaveCount(0);
});

test('an alert shows wherever an admin is, without a reload, and goes when it is over', async ({
  openAs,
  installation,
}) => {
  const page = await openAs('admin', '/tickets');
  const agent = await openAs('agent', '/tickets');
  const bell = (of: Page): Locator => of.getByRole('link', { name: /alerta.*nas conexões/ });
  await expect(bell(page)).toHaveCount(0);
  await installation.fault({ kind: 'removed', phone: northPhone });
  await expect(bell(page)).toBeVisible(within);
  await expect(bell(agent)).toHaveCount(0);
  await bell(page).click();
  const channel = row(page, 'Filial Sul');
  await expect(channel).toContainText('O aparelho foi desvinculado no celular');
  await channel.getByRole('button', { name: 'Detalhes' }).click();
  const sheet = page.getByRole('dialog', { name: 'Filial Sul' });
  await expect(sheet.getByText('Últimas interrupções')).toBeVisible();
  await sheet.getByRole('tab', { name: 'Configuração' }).click();
  await sheet.getByRole('button', { name: 'Arquivar', exact: true }).click();
  await sheet.getByRole('button', { name: 'Arquivar Filial Sul agora' }).click();
  await expect(bell(page)).toHaveCount(0);
});
