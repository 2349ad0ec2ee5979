import { answer, desk, phoneOf } from '../support/desk.ts';
import { expect, expectNoViolations, test } from '../support/test.ts';

test('one thing at a time: list, conversation, contact, and back', async ({ openAs }) => {
  const customer = 'Beatriz Souza';
  const page = await openAs('agent', '/tickets?tab=pending');
  const { row, header, log, action, composer, message } = desk(page);
  const navigation = page.getByRole('navigation', { name: 'Principal' });
  await expect(navigation.getByRole('link', { name: 'Atendimentos' })).toBeVisible();
  await expectNoViolations(page);

  await row(customer).getByRole('link').tap();
  await expect(header(customer)).toBeVisible();
  await expect(log).toContainText('O pedido é o 48213.');
  await expect(navigation).toBeHidden();
  await expect(page.getByRole('searchbox', { name: 'Buscar' })).toBeHidden();

  await action('Aceitar').tap();
  await expect(composer).toBeVisible();
  await answer(page, 'Oi, Beatriz! Achei o pedido.');
  await expect(message('Achei o pedido.').getByRole('img', { name: 'Lida' })).toBeVisible();
  const phones = await openAs('agent', '/demo/phones');
  await expect(phoneOf(phones, customer).log).toContainText('Achei o pedido.');
  await phoneOf(phones, customer).write('Que bom, obrigada!');
  await expect(log).toContainText('Que bom, obrigada!');

  await page.getByRole('button', { name: 'Ver contato' }).tap();
  await expect(page.getByRole('dialog', { name: 'Contato' })).toContainText('+55');
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Fechar' }).tap();
  await page.getByRole('button', { name: 'Voltar' }).tap();
  await expect(row(customer)).toBeVisible();
  await expect(navigation).toBeVisible();
  await page.goBack();
  await expect(header(customer)).toBeVisible();
});

test('what is tapped is large enough, and nothing is wider than the screen', async ({ openAs }) => {
  const page = await openAs('agent', '/tickets?tab=mine');
  for (const path of ['/tickets?tab=mine', '/dashboard', '/contacts', '/reports', '/settings', '/demo/phones']) {
    await page.goto(path);
    await expect(desk(page).live).toHaveText('Ao vivo');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    for (const button of await page.getByRole('navigation', { name: 'Principal' }).getByRole('link').all()) {
      const box = await button.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    }
  }
});

test('a group reads as a group: its members by name, and what may be done in it', async ({ openAs }) => {
  const subject = 'Projeto Escritório Centro';
  const page = await openAs('agent', '/tickets?tab=groups');
  const { row, header, log, composer } = desk(page);
  await row(subject).getByRole('link').tap();
  await expect(header(subject)).toBeVisible();
  await expect(page.getByRole('article', { name: /^Fernanda Rocha/ })).toContainText('Na quinta consigo receber.');
  await expect(log.getByText('criou o grupo')).toBeVisible();
  await expect(composer).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Ver contato' }).tap();
  await expect(page.getByRole('dialog', { name: 'Contato' }).getByRole('list', { name: '4 membros' })).toBeVisible();
});
