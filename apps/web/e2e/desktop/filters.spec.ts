import { desk, phoneOf } from '../support/desk.ts';
import { expect, test } from '../support/test.ts';

test('filters narrow the list, live, stand in the address and survive a fresh load', async ({
  openAs,
  installation,
}) => {
  const customer = 'Ícaro Fontes';
  await installation.newCustomer(customer, 'Bom dia');
  const page = await openAs('supervisor');
  const { tab, row } = desk(page);
  await tab('Pendentes').click();
  await row(customer).getByRole('link').click();
  await desk(page).action('Transferir').click();
  await page.getByRole('dialog').getByRole('radio', { name: 'Financeiro' }).check({ force: true });
  await page.getByRole('dialog').getByRole('button', { name: 'Transferir' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.getByRole('button', { name: 'Filtros' }).click();
  const popover = page.getByRole('dialog', { name: 'Filtros' });
  await popover.getByRole('combobox', { name: 'Fila' }).selectOption('Financeiro');
  await expect(desk(page).rows).toHaveCount(1);
  await expect(row(customer)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Filtros: 1 ativo' })).toBeFocused();
  await expect(page).toHaveURL(/queue=/);
  await page.reload();
  await expect(desk(page).rows).toHaveCount(1);

  const phones = await openAs('agent', '/demo/phones');
  await phoneOf(phones, 'Beatriz Souza').write('Alguma novidade?');
  await phoneOf(phones, customer).write('Bom dia de novo');
  await expect(row(customer)).toContainText('Bom dia de novo');
  await expect(desk(page).rows).toHaveCount(1);

  await page.getByRole('button', { name: 'Filtros: 1 ativo' }).click();
  await popover.getByRole('button', { name: 'Limpar filtros' }).click();
  await expect(row('Beatriz Souza')).toBeVisible();
  await page.keyboard.press('Escape');

  const protocol = (
    await page
      .locator('header')
      .getByText(/#\d+-1/)
      .innerText()
  ).match(/#(\d+)-1/)?.[1];
  await page.getByRole('searchbox', { name: 'Buscar' }).fill(`#${protocol}`);
  await expect(desk(page).rows).toHaveCount(1);
  await expect(row(customer)).toBeVisible();
});
