import { acceptTicket, desk, phoneOf } from '../support/desk.ts';
import { expect, test } from '../support/test.ts';

const customer = 'Patrícia Gomes';
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('files, quotes, reactions, edits and deletions go both ways', async ({ openAs, installation }) => {
  const page = await openAs('agent');
  await acceptTicket(page, customer);
  const { composer, message } = desk(page);

  await test.step('a picture with its caption reaches the phone and is read', async () => {
    await page.locator('[data-attach]').setInputFiles({ name: 'foto.png', mimeType: 'image/png', buffer: picture });
    await composer.fill('Segue a foto da peça');
    await composer.press('Enter');
    await expect(message('Segue a foto da peça').getByRole('img', { name: 'Lida' })).toBeVisible();
    const phones = await openAs('agent', '/demo/phones');
    await expect(phoneOf(phones, customer).log).toContainText('Segue a foto da peça');
    await phones.close();
  });

  const photo = await test.step('a picture from the customer is fetched and shown', async () => {
    const id = await installation.phoneWrites(customer, { kind: 'image', text: 'A minha é assim' });
    const image = message('A minha é assim').locator('img[src*="/api/media/"]');
    await expect(image).toBeVisible();
    await expect
      .poll(() => image.evaluate((node) => node instanceof HTMLImageElement && node.naturalWidth))
      .toBeGreaterThan(0);
    return id;
  });

  await test.step('an answer quotes, an edit is marked, a reaction stands below, and what is taken back is gone', async () => {
    const id = await installation.phoneWrites(customer, { text: 'é a azul', quotes: photo });
    await expect(message('é a azul')).toContainText('A minha é assim');
    await installation.phoneWrites(customer, { kind: 'edit', target: id, text: 'é a verde' });
    await expect(message('é a verde')).toContainText('editada');
    await installation.phoneWrites(customer, { kind: 'reaction', target: id, emoji: '💚' });
    await expect(message('é a verde')).toContainText('💚');
    await installation.phoneWrites(customer, { kind: 'delete', target: id });
    // The company keeps what was said, as long as nobody decides otherwise.
    await expect(message('Apagada pelo cliente')).toContainText('é a verde');
  });

  await test.step('replying quotes the message for the customer, too', async () => {
    const bubble = message('A minha é assim').first();
    await bubble.hover();
    await bubble.getByRole('button', { name: 'Responder' }).click();
    await composer.fill('Essa nós temos!');
    await composer.press('Enter');
    await expect(message('Essa nós temos!')).toContainText('A minha é assim');
    await expect(message('Essa nós temos!').getByRole('img', { name: 'Lida' })).toBeVisible();
  });

  // Left as it was found, for whoever comes next.
  await desk(page).action('Devolver à fila').click();
  await expect(desk(page).action('Aceitar')).toBeVisible();
});
