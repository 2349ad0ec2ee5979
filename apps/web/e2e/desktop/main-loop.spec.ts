import { acceptTicket, answer, desk, openTicket, phoneOf } from '../support/desk.ts';
import { expect, test } from '../support/test.ts';

const order = ['Na fila', 'Enviada', 'Entregue', 'Lida'];

test('a customer writes, the agent sees it at once, answers, and the ticks turn blue', async ({ openAs }) => {
  const customer = 'Fernanda Rocha';
  const page = await openAs('agent');
  const { tab, rows, row, log, message } = desk(page);

  await test.step('the demo customers have written already', async () => {
    await tab('Pendentes').click();
    await expect(row('Beatriz Souza')).toBeVisible();
    await expect(row(customer)).toBeVisible();
  });

  const phones = await openAs('agent', '/demo/phones');
  await phoneOf(phones, customer).write('Alguém pode me ajudar agora?');

  await test.step('the ticket is at the top with its unread badge, without a reload', async () => {
    await expect(rows.first()).toHaveAccessibleName(new RegExp(`^${customer}, \\d+ não lidas?`));
    await expect(rows.first()).toContainText('Alguém pode me ajudar agora?');
  });

  await test.step('peeking marks nothing as read', async () => {
    await row(customer).hover();
    await row(customer).getByRole('button', { name: 'Espiar' }).click();
    await expect(log).toContainText('Alguém pode me ajudar agora?');
    await expect(row(customer)).toHaveAccessibleName(/não lida/);
  });

  await desk(page).action('Aceitar').click();
  await expect(tab('Meus')).toHaveAttribute('aria-selected', 'true');
  await expect(row(customer)).not.toHaveAccessibleName(/não lida/);

  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seenStates: seen });
    const look = () => {
      const label = [...document.querySelectorAll('article')]
        .at(-1)
        ?.querySelector('[role=img]')
        ?.getAttribute('aria-label');
      if (label && seen.at(-1) !== label) seen.push(label);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  await answer(page, 'Claro, Fernanda! Já vou ver a troca da mesa.');
  await expect(phoneOf(phones, customer).log).toContainText('Já vou ver a troca da mesa.');
  await expect(message('Já vou ver a troca da mesa.').getByRole('img', { name: 'Lida' })).toBeVisible();

  const seen: unknown = await page.evaluate(() => Reflect.get(window, 'seenStates'));
  expect(seen).toEqual(order.filter((state) => Array.isArray(seen) && seen.includes(state)));
  expect(seen).toContain('Na fila');
});

test('typing is seen on both sides', async ({ openAs }) => {
  const customer = 'Rafael Nogueira';
  const page = await openAs('agent');
  await acceptTicket(page, customer);
  const phones = await openAs('agent', '/demo/phones');
  await phones.getByRole('textbox', { name: `Mensagem de ${customer}` }).fill('Só um inst');
  await expect(page.getByText(`${customer} está digitando…`)).toBeVisible();
  await desk(page).composer.pressSequentially('Olá');
  await expect(phoneOf(phones, customer).log).toContainText('a empresa está digitando…');
  await phones.getByRole('textbox', { name: `Mensagem de ${customer}` }).fill('');
});

test('close, undo, return to the queue, and another agent takes it', async ({ openAs }) => {
  const customer = 'Patrícia Gomes';
  const page = await openAs('agent');
  const { action, tab, row } = desk(page);
  await acceptTicket(page, customer);

  await action('Encerrar').click();
  await expect(action('Reabrir')).toBeVisible();
  await page.getByRole('button', { name: 'Desfazer' }).click();
  await expect(action('Encerrar')).toBeVisible();

  await action('Devolver à fila').click();
  await expect(action('Aceitar')).toBeVisible();
  await tab('Pendentes').click();
  await expect(row(customer)).toBeVisible();

  const other = await openAs('supervisor');
  await acceptTicket(other, customer);
  await expect(row(customer)).toHaveCount(0);
});

test('the address is the state: back, forward and a fresh load show the same', async ({ openAs }) => {
  const page = await openAs('agent');
  const { tab, row, header } = desk(page);
  await openTicket(page, { tab: 'Pendentes', name: 'Beatriz Souza' });
  await page.getByRole('searchbox', { name: 'Buscar' }).fill('beatriz');
  await expect(page).toHaveURL(/tab=pending&q=beatriz/);
  await expect(row('Mariana Costa')).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 2 })).toHaveCount(0);
  await page.goForward();
  await expect(header('Beatriz Souza')).toBeVisible();
  await page.reload();
  await expect(header('Beatriz Souza')).toBeVisible();
  await expect(tab('Pendentes')).toHaveAttribute('aria-selected', 'true');
  await expect(row('Mariana Costa')).toHaveCount(0);
});

test('by keyboard alone: move, open, accept, answer', async ({ openAs }) => {
  const page = await openAs('agent');
  const { tab, row, composer, message } = desk(page);
  await tab('Pendentes').click();
  await page.getByRole('searchbox', { name: 'Buscar' }).fill('mariana');
  await expect(row('Beatriz Souza')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(row('Beatriz Souza')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('mariana');
  await expect(row('Beatriz Souza')).toHaveCount(0);
  await page.getByRole('searchbox', { name: 'Buscar' }).blur();
  await page.keyboard.press('j');
  await expect(row('Mariana Costa').getByRole('link')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(desk(page).header('Mariana Costa')).toBeVisible();
  await page.keyboard.press('a');
  await expect(composer).toBeVisible();
  await page.keyboard.press('r');
  await expect(composer).toBeFocused();
  await page.keyboard.type('Sim, em até 10 vezes.');
  await page.keyboard.press('Enter');
  await expect(message('Sim, em até 10 vezes.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Atalhos do teclado' })).toBeVisible();
  await page.keyboard.press('Escape');
});
