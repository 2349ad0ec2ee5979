import type { Page, WebSocketRoute } from '@playwright/test';
import { acceptTicket, answer, desk, phoneOf } from '../support/desk.ts';
import { expect, test } from '../support/test.ts';

/** What a person reads in the console. The mark of what was unread stays while a conversation is open; a fresh load has none. */
async function screenOf(page: Page): Promise<string[]> {
  const { rows, log } = desk(page);
  const texts = [...(await rows.allInnerTexts()), await log.innerText()];
  return texts.map((text) => text.replaceAll(/\d+ mensage(m|ns) não lidas?/g, '').replaceAll(/\s+/g, ' '));
}

test('offline for a while: nothing is lost, and the screen equals a fresh load', async ({ openAs }) => {
  const customer = 'João Pedro Almeida';
  const page = await openAs('agent');
  page.removeAllListeners('console');
  await acceptTicket(page, customer);
  const phones = await openAs('agent', '/demo/phones');
  const { live, message, log } = desk(page);

  await page.context().setOffline(true);
  await expect(live).toHaveText(/^Sem conexão desde \d\d:\d\d$/);
  await answer(page, 'Escrevi isto sem rede.');
  await expect(message('Escrevi isto sem rede.').getByRole('img', { name: 'Na fila' })).toBeVisible();
  await phoneOf(phones, customer).write('Vocês ainda estão aí?');
  await phoneOf(phones, 'Beatriz Souza').write('Alguma novidade do pedido?');

  await page.context().setOffline(false);
  await expect(live).toHaveText('Ao vivo');
  await expect(log).toContainText('Vocês ainda estão aí?');
  await expect(message('Escrevi isto sem rede.').getByRole('img', { name: 'Lida' })).toBeVisible();
  await expect(phoneOf(phones, customer).log).toContainText('Escrevi isto sem rede.');

  const fresh = await openAs('agent', new URL(page.url()).pathname);
  await expect(desk(fresh).log).toContainText('Escrevi isto sem rede.');
  await expect.poll(() => screenOf(page)).toEqual(await screenOf(fresh));
});

test('the socket is dropped again and again: it comes back and misses nothing', async ({ openAs }) => {
  const page = await openAs('agent', '/settings');
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket('**/api/ws', (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  await page.goto('/tickets?tab=pending');
  const { live, rows } = desk(page);
  await expect(live).toHaveText('Ao vivo');
  const phones = await openAs('agent', '/demo/phones');

  for (const [index, code] of [1012, 4409, 1011].entries()) {
    await sockets.at(-1)?.close({ code });
    await phoneOf(phones, 'Beatriz Souza').write(`Queda número ${index + 1}`);
    await expect(rows.first()).toContainText(`Queda número ${index + 1}`);
    await expect(live).toHaveText('Ao vivo');
  }
  expect(sockets.length).toBeLessThanOrEqual(6);
});

test('where websockets are blocked, the same feed comes as server-sent events', async ({ openAs }) => {
  const page = await openAs('agent', '/settings');
  page.removeAllListeners('console');
  await page.addInitScript(() => {
    class Blocked extends WebSocket {
      constructor() {
        super(`ws://${location.host}/blocked`);
      }
    }
    Object.assign(window, { WebSocket: Blocked });
  });
  const events = page.waitForRequest((request) => request.url().includes('/api/trpc/live.feed'));
  await page.goto('/tickets?tab=pending');
  await events;
  await expect(desk(page).live).toHaveText('Ao vivo');
  const phones = await openAs('agent', '/demo/phones');
  await phoneOf(phones, 'Beatriz Souza').write('E sem websocket?');
  await expect(desk(page).rows.first()).toContainText('E sem websocket?');
});
