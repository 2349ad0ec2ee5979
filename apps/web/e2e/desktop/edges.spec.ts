import { acceptTicket, answer, desk, phoneOf } from '../support/desk.ts';
import { expect, signIn, test } from '../support/test.ts';

const refused = /Failed to load resource: the server responded with a status of (401|404)/;

test('a wrong pair is told, and a stranger is brought back to where they wanted to go', async ({
  page,
  watch,
  installation,
}) => {
  watch(page, refused);
  await page.goto(`${installation.url}/settings/channels`);
  await expect(page).toHaveURL(/\/login\?callbackUrl=/);
  const { email, password } = installation.login('admin');
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByRole('textbox', { name: 'Senha' }).fill('errada-errada');
  await page.getByRole('button', { name: 'Entrar' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'não conferem' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Senha' }).fill(password);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await expect(page).toHaveURL(`${installation.url}/settings/channels`);
});

test('an unknown ticket and an address that is none are both “not found”', async ({ openAs }) => {
  const page = await openAs('agent');
  page.removeAllListeners('console');
  for (const id of ['0199f0aa-0000-7000-8000-000000000000', 'nada']) {
    await page.goto(`/tickets/${id}`);
    await expect(page.getByText('Atendimento não encontrado')).toBeVisible();
  }
});

test('emoji, right-to-left and 64 KB arrive whole, and one character more is refused before it is sent', async ({
  openAs,
}) => {
  const customer = 'Carlos Eduardo Lima';
  const page = await openAs('agent');
  await acceptTicket(page, customer);
  const phones = await openAs('agent', '/demo/phones');
  const { composer, message, log } = desk(page);

  for (const text of ['👩‍👩‍👧 🇧🇷 😀', 'مرحبا، كيف يمكنني مساعدتك؟']) {
    await answer(page, text);
    await expect(message(text).getByRole('img', { name: /Entregue|Lida/ })).toBeVisible();
    await expect(phoneOf(phones, customer).log).toContainText(text);
  }
  await phoneOf(phones, customer).write('שלום 🥖');
  await expect(log).toContainText('שלום 🥖');

  const long = `início ${'x'.repeat(65_536 - 14)} fim 😀`.slice(0, 65_536);
  await composer.fill(`${long}y`);
  await expect(page.getByRole('alert').filter({ hasText: '1 caractere a mais' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Enviar' })).toBeDisabled();
  await composer.fill(long);
  await composer.press('Enter');
  await expect(message('início xxx').getByRole('img', { name: /Entregue|Lida/ })).toBeVisible();
  await message('início xxx').getByRole('button', { name: 'Mostrar tudo' }).click();
  await expect(message('início xxx')).toContainText('xxx fim');
});

test('a draft stays where it was written', async ({ openAs }) => {
  const page = await openAs('agent');
  await acceptTicket(page, 'Luiz Henrique Dias');
  await desk(page).composer.fill('Ainda vou terminar de escr');
  await page.reload();
  await expect(desk(page).composer).toHaveValue('Ainda vou terminar de escr');
  await expect(desk(page).row('Luiz Henrique Dias')).toContainText('Rascunho');
  await desk(page).composer.fill('');
});

test('language and theme follow the person, and signing out ends it', async ({ browser, watch, installation }) => {
  const context = await browser.newContext({ baseURL: installation.url, locale: 'pt-BR' });
  const page = watch(await context.newPage());
  await signIn(page, installation.login('supervisor'));
  await page.getByRole('button', { name: /^Conta de/ }).click();
  await page.getByRole('menuitemradio', { name: 'Escuro' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: /^Conta de/ }).click();
  await page.getByRole('menuitemradio', { name: 'Español' }).click();
  await expect(page.getByRole('tab', { name: /^Mías/ })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await page.getByRole('button', { name: /^Cuenta de/ }).click();
  await page.getByRole('menuitemradio', { name: 'English' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await expect(page.getByRole('tab', { name: /^Pending/ })).toBeVisible();

  const cookies = await context.cookies();
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/login/);
  await context.addCookies(cookies);
  await page.goto('/tickets');
  await expect(page).toHaveURL(/\/login/);
});

test('who has chosen no language is met in the one of the browser', async ({ browser, watch, installation }) => {
  const context = await browser.newContext({ baseURL: installation.url, locale: 'es-AR' });
  const page = watch(await context.newPage());
  await page.goto('/login');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page.getByRole('button', { name: 'Iniciar sesión' })).toBeVisible();
});
