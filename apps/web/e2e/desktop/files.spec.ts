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

test('pictures sent together are one grid, and each stays a message of its own', async ({ openAs, installation }) => {
  const name = 'Otávio Prates';
  await installation.newCustomer(name, 'Seguem as fotos');
  const page = await openAs('agent');
  await acceptTicket(page, name);
  const { composer, log, message } = desk(page);
  const tiles = log.getByRole('article').filter({ has: page.locator('img[src*="/api/media/"]') });
  const viewer = page.getByRole('dialog', { name });
  const album = await installation.phoneWrites(name, { kind: 'album' });
  const ids: string[] = [];
  for (let n = 0; n < 6; n += 1) ids.push(await installation.phoneWrites(name, { kind: 'image', album }));

  await test.step('four are shown, the rest is counted, and all are there by name', async () => {
    await expect(log.getByRole('button', { name: 'Ampliar esta e mais 2' })).toBeVisible();
    await expect(tiles).toHaveCount(4);
    // The words before, what announced the album, and the pictures.
    await expect(log.getByRole('article', { name: new RegExp(`^${name}`) })).toHaveCount(8);
    await expect(page.getByRole('button', { name: 'Ir para as mais recentes' })).toBeHidden();
  });

  await test.step('each opens the viewer at its place', async () => {
    await tiles.nth(1).getByRole('button', { name: 'Ampliar foto' }).click();
    await expect(viewer).toContainText('2 de 6');
    await page.keyboard.press('Escape');
    await log.getByRole('button', { name: 'Ampliar esta e mais 2' }).click();
    await expect(viewer).toContainText('4 de 6');
    await page.keyboard.press('Escape');
  });

  await test.step('a late one, a reaction and an answer find their picture', async () => {
    await installation.phoneWrites(name, { kind: 'image', album });
    await expect(log.getByRole('button', { name: 'Ampliar esta e mais 3' })).toBeVisible();
    await installation.phoneWrites(name, { kind: 'reaction', target: ids[2], emoji: '🌟' });
    await expect(tiles.nth(2)).toContainText('🌟');
    await tiles.nth(2).hover();
    await tiles.nth(2).getByRole('button', { name: 'Responder' }).click();
    await composer.fill('Gostei desta');
    await composer.press('Enter');
    await expect(message('Gostei desta').getByRole('img', { name: 'Lida' })).toBeVisible();
    expect((await installation.phoneReads(name)).texts).toContain('Gostei desta');
  });

  await test.step('a jump to one that is not shown opens the grid', async () => {
    const quoting = await installation.phoneWrites(name, { text: 'Falo da última', quotes: ids[5] });
    expect(quoting).not.toBe('');
    await message('Falo da última').getByRole('button', { name: /Foto/ }).click();
    await expect(tiles).toHaveCount(7);
    await expect(log.getByRole('button', { name: 'Mostrar menos' })).toBeVisible();
  });
});

test('a file that WhatsApp no longer has is asked for again, and comes', async ({ openAs, installation }) => {
  // Three files that wait for the next try, one after the other.
  test.slow();
  const name = 'Célia Bastos';
  await installation.newCustomer(name, 'Vou mandar o comprovante');
  const page = await openAs('agent');
  await acceptTicket(page, name);
  const { message } = desk(page);
  // The host is down at first, so that there is time to look; then it says that the file is gone.
  const sendLost = async (text: string, fault: Record<string, unknown>) => {
    await installation.fault({ kind: 'media-status', phone: undefined, status: 503, count: 2 });
    const id = await installation.phoneWrites(name, { kind: 'image', text });
    await installation.fault({ kind: 'expire-file', id, ...fault });
    await expect(message(text).getByText('baixando…').first()).toBeVisible();
  };
  for (const status of [404, 410]) {
    const text = `Comprovante ${status}`;
    await sendLost(text, { status });
    await expect(message(text).locator('img[src*="/api/media/"]')).toBeVisible({ timeout: 40_000 });
    await expect(message(text).getByText('baixando…')).toHaveCount(0);
  }
  await sendLost('Comprovante perdido', { status: 404, gone: true });
  await expect(message('Comprovante perdido')).toContainText('Expirou', { timeout: 40_000 });
});
