import { Installation } from '../support/installation.ts';
import { expect, test } from '../support/test.ts';

test('without the demo, the first visitor creates the company, once', async ({ page, browser, watch }) => {
  test.setTimeout(240_000);
  const installation = await Installation.create({ DEMO: 'off' });
  try {
    await installation.start();
    expect(installation.logins).toEqual([]);
    watch(page);
    await page.goto(installation.url);
    await expect(page).toHaveURL(/\/setup$/);
    const late = await browser.newPage();
    await late.goto(`${installation.url}/setup`);

    const field = (name: string) => page.getByRole('textbox', { name });
    await field('Nome da empresa').fill('Padaria Aurora');
    await field('Seu nome').fill('Dona Lia');
    await field('E-mail').fill('lia@aurora.example');
    await field('Senha').fill('curta');
    await page.getByRole('button', { name: 'Criar empresa' }).click();
    await expect(page.getByText('Use pelo menos 10 caracteres.')).toBeVisible();
    await field('Senha').fill('uma senha comprida');
    await page.getByRole('button', { name: 'Criar empresa' }).click();
    await expect(page).toHaveURL(/\/settings\/channels$/);
    await expect(page.getByText('Nenhuma conexão ainda')).toBeVisible();

    await late.getByRole('textbox', { name: 'Nome da empresa' }).fill('Intrusos');
    await late.getByRole('textbox', { name: 'Seu nome' }).fill('Outro');
    await late.getByRole('textbox', { name: 'E-mail' }).fill('outro@aurora.example');
    await late.getByRole('textbox', { name: 'Senha' }).fill('outra senha comprida');
    await late.getByRole('button', { name: 'Criar empresa' }).click();
    await expect(late.getByRole('alert').filter({ hasText: 'já foi feita' })).toBeVisible();
    await late.goto(`${installation.url}/setup`);
    await expect(late).toHaveURL(/\/login$/);
    await late.close();
    await page.close();
  } finally {
    await installation.remove();
  }
});
