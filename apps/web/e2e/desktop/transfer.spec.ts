import { acceptTicket, desk, openTicket } from '../support/desk.ts';
import { expect, test } from '../support/test.ts';

test('hand a ticket to a colleague with a note, by keyboard; they hand it on to a queue', async ({
  openAs,
  installation,
}) => {
  const customer = 'Helena Martins';
  await installation.newCustomer(customer, 'Quero falar com a Carla, por favor.');
  const ana = await openAs('agent');
  await acceptTicket(ana, customer);
  await ana.keyboard.press('Escape');
  await ana.keyboard.press('Escape');
  await openTicket(ana, { tab: 'Meus', name: customer });
  await ana.keyboard.press('t');
  const dialog = ana.getByRole('dialog', { name: 'Transferir atendimento' });
  await dialog.getByRole('searchbox', { name: 'Buscar fila ou pessoa' }).fill('carla');
  await expect(dialog.getByRole('radio')).toHaveCount(1);
  await ana.keyboard.press('Tab');
  await ana.keyboard.press('Space');
  await expect(dialog.getByRole('radio', { name: 'Carla Teixeira' })).toBeChecked();
  await dialog.getByRole('textbox', { name: /Observação/ }).fill('Pediu por você');
  await ana.keyboard.press('Enter');
  await expect(ana.getByText('Transferido para Carla Teixeira')).toBeVisible();
  await expect(desk(ana).row(customer)).toHaveCount(0);
  await expect(desk(ana).header(customer)).toBeVisible();

  const carla = await openAs('supervisor');
  await openTicket(carla, { tab: 'Meus', name: customer });
  await expect(carla.getByRole('complementary', { name: 'Contato' })).toContainText('Ana Ribeiro transferiu para');
  await expect(carla.getByRole('complementary', { name: 'Contato' })).toContainText('Pediu por você');

  await desk(carla).action('Transferir').click();
  await carla.getByRole('dialog').getByRole('radio', { name: 'Financeiro' }).check({ force: true });
  await carla.getByRole('dialog').getByRole('button', { name: 'Transferir' }).click();
  await expect(desk(carla).action('Aceitar')).toBeVisible();
  await desk(carla).tab('Pendentes').click();
  await expect(desk(carla).row(customer)).toBeVisible();
  // Ana is not in Financeiro: she sees it no more, and is told so.
  await expect(ana.getByText('Este atendimento saiu das suas filas')).toBeVisible();
  await expect(ana.getByRole('complementary', { name: 'Contato' })).toHaveCount(0);
  await desk(ana).tab('Pendentes').click();
  await expect(desk(ana).row(customer)).toHaveCount(0);
});
