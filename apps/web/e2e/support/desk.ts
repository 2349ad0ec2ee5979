import type { Locator, Page } from '@playwright/test';
import { expect } from './test.ts';

/** The console as a person finds their way in it. */
export const desk = (page: Page) => ({
  tab: (name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) }),
  rows: page.getByRole('list', { name: 'Atendimentos' }).getByRole('listitem'),
  row: (name: string) =>
    page.getByRole('list', { name: 'Atendimentos' }).getByRole('listitem', { name: new RegExp(`^${name}`) }),
  log: page.getByRole('log', { name: 'Mensagens' }),
  header: (name: string) => page.getByRole('heading', { level: 2, name }),
  composer: page.getByRole('textbox', { name: 'Mensagem' }),
  /** The button in the header of the conversation, not the one that floats over a row. */
  action: (name: string) => page.locator('header').getByRole('button', { name }),
  live: page.getByRole('status', { name: 'Conexão' }),
  message: (text: string) => page.getByRole('article').filter({ hasText: text }),
});

export async function openTicket(page: Page, input: { tab: string; name: string }): Promise<void> {
  const { tab, row, header } = desk(page);
  await tab(input.tab).click();
  await row(input.name).getByRole('link').click();
  await expect(header(input.name)).toBeVisible();
}

export async function acceptTicket(page: Page, name: string): Promise<void> {
  await openTicket(page, { tab: 'Pendentes', name });
  await desk(page).action('Aceitar').click();
  await expect(desk(page).composer).toBeVisible();
}

export async function answer(page: Page, text: string): Promise<Locator> {
  const { composer, message } = desk(page);
  await composer.fill(text);
  await composer.press('Enter');
  await expect(composer).toHaveValue('');
  return message(text);
}

/** One simulated customer on `/demo/phones`. */
export const phoneOf = (page: Page, name: string) => ({
  log: page.getByRole('log', { name: `Conversa de ${name}` }),
  async write(text: string): Promise<void> {
    await page.getByRole('textbox', { name: `Mensagem de ${name}` }).fill(text);
    await page.getByRole('button', { name: `Enviar como ${name}` }).click();
    await expect(page.getByRole('log', { name: `Conversa de ${name}` })).toContainText(text);
  },
});
