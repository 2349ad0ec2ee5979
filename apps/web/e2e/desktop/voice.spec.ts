import { acceptTicket, desk } from '../support/desk.ts';
import { expect, test } from '../support/test.ts';

const customer = 'Renata Salles';

test('a voice message is recorded, sent as a true voice note and played', async ({ openAs, installation }) => {
  await installation.newCustomer(customer, 'pode mandar um áudio?');
  const page = await openAs('agent');
  await page.context().grantPermissions(['microphone']);
  await acceptTicket(page, customer);
  const { log, composer } = desk(page);
  const recording = page.getByRole('group', { name: 'Gravação de áudio' });
  const time = recording.getByRole('timer');

  await test.step('it can be thrown away by a key, and what was typed stays', async () => {
    await composer.fill('rascunho');
    await page.getByRole('button', { name: 'Gravar áudio' }).click();
    await expect(time).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(recording).toBeHidden();
    await expect(composer).toHaveValue('rascunho');
    await composer.fill('');
  });

  await test.step('it shows its level and its time, pauses and goes on', async () => {
    await page.getByRole('button', { name: 'Gravar áudio' }).click();
    await expect(time).toHaveText('0:01');
    await expect.poll(() => recording.locator('[data-levels] > span').count()).toBeGreaterThan(5);
    await recording.getByRole('button', { name: 'Pausar gravação' }).click();
    await expect(recording.getByRole('status')).toHaveText('Gravação pausada');
    await recording.getByRole('button', { name: 'Continuar gravação' }).click();
    await expect(time).toHaveText('0:02');
    await recording.getByRole('button', { name: 'Enviar áudio' }).click();
    await expect(recording).toBeHidden();
  });

  const voice = log
    .getByRole('article')
    .filter({ has: page.getByRole('button', { name: 'Reproduzir' }) })
    .last();
  await test.step('it arrives on the phone as a voice note of Opus, with its seconds', async () => {
    await expect(voice.getByRole('img', { name: /Lida|Reproduzida/ })).toBeVisible({ timeout: 45_000 });
    const [file] = (await installation.phoneReads(customer)).files;
    expect(file).toMatchObject({ kind: 'voice', mimetype: 'audio/ogg; codecs=opus', state: 'ok' });
    expect(file?.seconds).toBeGreaterThanOrEqual(1);
  });

  await test.step('it is played here', async () => {
    await voice.getByRole('button', { name: 'Reproduzir' }).click();
    await expect(
      voice.getByRole('button', { name: 'Pausar' }).or(voice.getByRole('button', { name: 'Reproduzir' })),
    ).toBeVisible();
    await expect(voice).not.toContainText('não toca');
  });

  await desk(page).action('Devolver à fila').click();
  await expect(desk(page).action('Aceitar')).toBeVisible();
});
