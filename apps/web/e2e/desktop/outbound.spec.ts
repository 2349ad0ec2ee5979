import type { Page } from '@playwright/test';
import { acceptTicket, answer, desk, openTicket } from '../support/desk.ts';
import { expect, test } from '../support/test.ts';

/** The menu of one message, opened by the keyboard. */
async function openMenu(page: Page, text: string): Promise<void> {
  const bubble = desk(page).message(text).first();
  await bubble.hover();
  await bubble.getByRole('button', { name: 'Ações da mensagem' }).press('Enter');
}
const read = (page: Page, text: string) => desk(page).message(text).getByRole('img', { name: 'Lida' });

test('a message is reacted to, edited, passed on and taken back; contacts, places and polls are sent', async ({
  openAs,
  installation,
}) => {
  test.setTimeout(150_000);
  await installation.newCustomer('Otávio Prado', 'Vocês abrem sábado?');
  await installation.newCustomer('Regina Prado', 'Oi, sou a irmã do Otávio');
  const page = await openAs('agent');
  await acceptTicket(page, 'Regina Prado');
  await acceptTicket(page, 'Otávio Prado');
  const { message, log } = desk(page);

  await test.step('react', async () => {
    await openMenu(page, 'Vocês abrem sábado?');
    await page.getByRole('menuitem', { name: 'Reagir com 👍' }).press('Enter');
    await expect(message('Vocês abrem sábado?').getByRole('list', { name: 'Reações' })).toContainText('👍');
  });

  await test.step('edit', async () => {
    await answer(page, 'Sim, das 9h as 13h');
    await expect(read(page, 'Sim, das 9h as 13h')).toBeVisible();
    await openMenu(page, 'Sim, das 9h as 13h');
    await page.getByRole('menuitem', { name: 'Editar' }).press('Enter');
    const words = page.getByRole('textbox', { name: 'Novo texto' });
    await expect(words).toHaveValue('Sim, das 9h as 13h');
    await words.fill('Sim, das 9h às 13h');
    await words.press('Enter');
    await expect(message('Sim, das 9h às 13h')).toContainText('editada');
  });

  await test.step('forward', async () => {
    await openMenu(page, 'Sim, das 9h às 13h');
    await page.getByRole('menuitem', { name: 'Encaminhar' }).press('Enter');
    await page.getByRole('checkbox', { name: 'Regina Prado' }).press('Space');
    await page.getByRole('button', { name: 'Encaminhar para 1' }).press('Enter');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(async () => {
      expect((await installation.phoneReads('Regina Prado')).texts).toContain('Sim, das 9h às 13h');
    }).toPass();
  });

  await test.step('take back', async () => {
    await openMenu(page, 'Sim, das 9h às 13h');
    await page.getByRole('menuitem', { name: 'Apagar para todos' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Apagar para todos' }).press('Enter');
    await expect(log).toContainText('Mensagem apagada');
  });

  await test.step('contact, place and poll', async () => {
    const more = page.getByRole('button', { name: 'Contato, local ou enquete' });
    await more.press('Enter');
    await page.getByRole('menuitem', { name: 'Contato' }).press('Enter');
    await page.getByRole('textbox', { name: 'Nome' }).fill('Assistência Técnica');
    await page.getByRole('textbox', { name: 'Telefone' }).press('Enter');
    await expect(page.getByText('Escreva o telefone com código do país e DDD.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Telefone' }).fill('+55 11 98888-1234');
    await page.getByRole('textbox', { name: 'Telefone' }).press('Enter');
    await expect(read(page, 'Assistência Técnica')).toBeVisible();

    await more.press('Enter');
    await page.getByRole('menuitem', { name: 'Localização' }).press('Enter');
    await page.getByRole('textbox', { name: 'Coordenadas ou link do mapa' }).fill('-23.5617, -46.6560');
    await page.getByRole('textbox', { name: 'Nome do local' }).fill('Nossa loja');
    await page.getByRole('textbox', { name: 'Nome do local' }).press('Enter');
    await expect(read(page, 'Nossa loja')).toBeVisible();

    await more.press('Enter');
    await page.getByRole('menuitem', { name: 'Enquete' }).press('Enter');
    await page.getByRole('textbox', { name: 'Pergunta' }).fill('Qual horário?');
    await page.getByRole('textbox', { name: 'Resposta 1' }).fill('Manhã');
    await page.getByRole('textbox', { name: 'Resposta 2' }).fill('Tarde');
    await page.getByRole('textbox', { name: 'Resposta 2' }).press('Enter');
    await expect(read(page, 'Qual horário?')).toBeVisible();
    const { texts } = await installation.phoneReads('Otávio Prado');
    expect(texts).toEqual(expect.arrayContaining(['Assistência Técnica', 'Nossa loja', 'Qual horário?']));
  });
});

test('a refused message says why, is sent again or given up', async ({ openAs, installation }) => {
  const customer = 'Sílvia Nunes';
  await installation.newCustomer(customer, 'Meu pedido chegou quebrado');
  const page = await openAs('agent');
  await acceptTicket(page, customer);
  const { message } = desk(page);

  await installation.fault({ kind: 'nack', code: '479' });
  await answer(page, 'Vamos trocar.');
  await expect(message('Vamos trocar.')).toContainText('O WhatsApp não reconheceu o aparelho do cliente.');
  await message('Vamos trocar.').getByRole('button', { name: 'Tentar de novo' }).press('Enter');
  await expect(read(page, 'Vamos trocar.')).toBeVisible();

  await installation.fault({ kind: 'nack', code: '500' });
  await answer(page, 'Isto não vai.');
  await expect(message('Isto não vai.').getByRole('img', { name: 'Falhou' })).toBeVisible();
  await message('Isto não vai.').getByRole('button', { name: 'Descartar' }).press('Enter');
  await expect(message('Isto não vai.')).toHaveCount(0);
  await page.reload();
  await expect(read(page, 'Vamos trocar.')).toBeVisible();
  await expect(message('Isto não vai.')).toHaveCount(0);
  expect((await installation.phoneReads(customer)).texts.filter((text) => text === 'Vamos trocar.')).toHaveLength(1);
});

test('while WhatsApp confirms nothing the message says that it waits, and goes out in the end', async ({
  openAs,
  installation,
}) => {
  test.setTimeout(150_000);
  const customer = 'Tadeu Rocha';
  await installation.newCustomer(customer, 'Alguém aí?');
  const page = await openAs('agent');
  await acceptTicket(page, customer);
  await installation.fault({ kind: 'freeze' });
  await answer(page, 'Estamos sim!');
  await expect(desk(page).message('Estamos sim!')).toContainText('aguardando o WhatsApp', { timeout: 25_000 });
  await installation.fault({ kind: 'drop' });
  await expect(read(page, 'Estamos sim!')).toBeVisible({ timeout: 90_000 });
  await expect(desk(page).message('Estamos sim!')).not.toContainText('aguardando');
  expect((await installation.phoneReads(customer)).texts.filter((text) => text === 'Estamos sim!')).toHaveLength(1);
});

test('whoever was offline while a colleague answered is asked before their words go out', async ({
  openAs,
  installation,
}) => {
  test.setTimeout(180_000);
  const customer = 'Úrsula Teles';
  await installation.newCustomer(customer, 'Qual é o prazo?');
  const ana = await openAs('agent');
  ana.removeAllListeners('console');
  const anasPhone = await openAs('agent');
  const carla = await openAs('supervisor');
  await acceptTicket(ana, customer);
  await answer(ana, 'Um momento.');
  await expect(read(ana, 'Um momento.')).toBeVisible();

  await ana.context().setOffline(true);
  await expect(desk(ana).live).toHaveText(/^Sem conexão/);
  await answer(ana, 'O prazo é de dez dias.');
  await answer(ana, 'Contados da compra.');

  await test.step('Ana hands the ticket back elsewhere, Carla answers and hands it back, too', async () => {
    await openTicket(anasPhone, { tab: 'Meus', name: customer });
    await desk(anasPhone).action('Devolver à fila').click();
    await acceptTicket(carla, customer);
    await answer(carla, 'São cinco dias úteis.');
    await expect(read(carla, 'São cinco dias úteis.')).toBeVisible();
    await desk(carla).action('Devolver à fila').click();
    await expect(desk(carla).action('Aceitar')).toBeVisible();
    await acceptTicket(anasPhone, customer);
  });

  const question = ana.getByRole('alert', { name: 'Alguém respondeu antes' });
  await test.step('back online, Ana is asked, and takes her words back to change them', async () => {
    await ana.context().setOffline(false);
    await expect(question).toContainText('enviar mesmo assim?');
    await expect(question).toContainText('São cinco dias úteis.');
    await ana.keyboard.press('Tab');
    await expect(question.getByRole('button', { name: 'Enviar mesmo assim' })).toBeFocused();
    await question.getByRole('button', { name: 'Editar' }).press('Enter');
    await expect(desk(ana).composer).toHaveValue('O prazo é de dez dias.\nContados da compra.');
    await expect(question).toBeHidden();
    await desk(ana).composer.fill('Isso, cinco dias úteis.');
    await desk(ana).composer.press('Enter');
    await expect(read(ana, 'Isso, cinco dias úteis.')).toBeVisible();
  });

  await test.step('the paired phone counts as a colleague; sent anyway it goes out, discarded it does not', async () => {
    for (const [own, button] of [
      ['Posso ajudar em algo mais?', 'Enviar mesmo assim'],
      ['Até logo!', 'Descartar'],
    ] as const) {
      await ana.context().setOffline(true);
      await expect(desk(ana).live).toHaveText(/^Sem conexão/);
      await answer(ana, own);
      await installation.companyWrites(customer, `Do celular antes de: ${own}`);
      await expect(desk(anasPhone).log).toContainText(`Do celular antes de: ${own}`);
      await ana.context().setOffline(false);
      await expect(question).toContainText('O celular da empresa respondeu');
      await question.getByRole('button', { name: button }).press('Enter');
      await expect(question).toBeHidden();
    }
    await expect(read(ana, 'Posso ajudar em algo mais?').first()).toBeVisible();
  });
  const { texts } = await installation.phoneReads(customer);
  expect(texts).toContain('Posso ajudar em algo mais?');
  for (const unsent of ['Até logo!', 'O prazo é de dez dias.', 'Contados da compra.'])
    expect(texts).not.toContain(unsent);
});
