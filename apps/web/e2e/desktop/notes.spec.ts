import { acceptTicket, desk, openTicket } from '../support/desk.ts';
import { expect, test } from '../support/test.ts';

test('a note is seen by colleagues at once and never by the customer', async ({ openAs, installation }) => {
  const customer = 'Otávio Barros';
  await installation.newCustomer(customer, 'Meu sofá ainda está na garantia?');
  const ana = await openAs('agent');
  await acceptTicket(ana, customer);
  await desk(ana).composer.fill('Vou verificar');
  await ana.getByRole('tab', { name: 'Nota interna' }).click();
  const note = ana.getByRole('textbox', { name: 'Nota interna' });
  await expect(note).toBeFocused();
  await note.fill('Comprou há 11 meses: *dentro* da garantia');
  await note.press('Enter');
  await expect(ana.getByRole('article', { name: /^Nota interna de Ana Ribeiro/ })).toContainText('dentro da garantia');
  await expect(desk(ana).composer).toHaveValue('Vou verificar');

  const carla = await openAs('supervisor');
  await carla.goto(ana.url());
  await expect(carla.getByRole('article', { name: /^Nota interna de Ana Ribeiro/ })).toBeVisible();
  await expect(desk(carla).composer).toHaveCount(0);
  await carla.getByRole('heading', { level: 2, name: customer }).click();
  await carla.keyboard.press('n');
  await carla.getByRole('textbox', { name: 'Nota interna' }).fill('Pode oferecer a troca');
  await carla.getByRole('button', { name: 'Anotar' }).click();
  await expect(ana.getByRole('article', { name: /^Nota interna de Carla Teixeira/ })).toContainText('Pode oferecer');

  await desk(ana).composer.press('Enter');
  await expect(
    desk(ana)
      .message('Vou verificar')
      .getByRole('img', { name: /Entregue|Lida/ }),
  ).toBeVisible();
  const { texts } = await installation.phoneReads(customer);
  expect(texts).toEqual(['Meu sofá ainda está na garantia?', 'Vou verificar']);
  await openTicket(ana, { tab: 'Meus', name: customer });
  await expect(desk(ana).row(customer)).toContainText('Vou verificar');
});
