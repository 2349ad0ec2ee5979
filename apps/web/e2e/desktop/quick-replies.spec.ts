import { acceptTicket, desk } from '../support/desk.ts';
import { expect, test } from '../support/test.ts';

test('a quick reply is written once, called with a slash, filled in and sent', async ({ openAs, installation }) => {
  const customer = 'Sônia Prates';
  await installation.newCustomer(customer, 'Como pago?');
  const carla = await openAs('supervisor', '/settings/quick-replies');
  await carla.getByRole('button', { name: 'Nova mensagem rápida' }).first().click();
  const sheet = carla.getByRole('dialog', { name: 'Nova mensagem rápida' });
  await sheet.getByRole('textbox', { name: 'Atalho' }).fill('Chave Pix');
  await expect(sheet.getByRole('textbox', { name: 'Atalho' })).toHaveValue('chavepix');
  await sheet.getByRole('textbox', { name: 'Texto' }).fill('{{nada}}');
  await expect(sheet.getByText('Não existe: nada')).toBeVisible();
  await sheet
    .getByRole('textbox', { name: 'Texto' })
    .fill('{{contact.first_name}}, a chave é pix@loja.example. Protocolo ');
  await sheet.getByRole('button', { name: 'Protocolo' }).click();
  await sheet.getByRole('combobox', { name: 'Para quem' }).selectOption('Empresa');
  await sheet.getByRole('button', { name: 'Salvar' }).click();
  await expect(carla.getByRole('list', { name: 'Mensagens rápidas' }).getByRole('listitem')).toContainText('/chavepix');

  const ana = await openAs('agent');
  await acceptTicket(ana, customer);
  const { composer, message } = desk(ana);
  await composer.pressSequentially('Olá! /cha');
  const menu = ana.getByRole('listbox', { name: 'Mensagens rápidas' });
  await expect(menu.getByRole('option')).toContainText('Sônia, a chave é');
  await composer.press('Enter');
  await expect(menu).toHaveCount(0);
  await expect(composer).toHaveValue(/^Olá! Sônia, a chave é pix@loja\.example\. Protocolo \d+-1$/);
  await composer.press('Enter');
  await expect(message('a chave é pix@loja.example')).toBeVisible();
  await composer.pressSequentially('/zzz');
  await expect(ana.getByText('Nenhuma mensagem rápida combina.')).toBeVisible();
  await composer.press('Escape');
  await expect(ana.getByText('Nenhuma mensagem rápida combina.')).toHaveCount(0);
  await composer.fill('');

  // Ana may read the company's, and keep her own.
  await ana.goto('/settings/quick-replies');
  await ana.getByRole('button', { name: /\/chavepix/ }).click();
  const shared = ana.getByRole('dialog', { name: '/chavepix' });
  await expect(shared.getByRole('textbox', { name: 'Texto' })).toBeDisabled();
  await expect(shared.getByRole('button', { name: 'Salvar' })).toHaveCount(0);
});
