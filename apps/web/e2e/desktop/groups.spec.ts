import { desk, openTicket } from '../support/desk.ts';
import { expect, test } from '../support/test.ts';

test('a group is a room: who says what, answers that name people, news, and the end of writing', async ({
  openAs,
  installation,
}) => {
  const subject = 'Obra da Rua Augusta';
  const [owner, member, other] = ['Luiz Henrique Dias', 'Fernanda Rocha', 'Rafael Nogueira'];
  const page = await openAs('agent', '/tickets?tab=groups');
  const { tab, row, rows, log, composer, message, action } = desk(page);
  // Its members are known by then.
  await expect(row('Projeto Escritório Centro')).toContainText('Na quinta consigo receber.');
  const group = await installation.newGroup(subject, [owner, member, other]);
  await group.say(owner, 'Bom dia, podemos marcar a entrega?');
  await group.say(member, 'Quinta de manhã?');
  await openTicket(page, { tab: 'Grupos', name: subject });

  await expect(page).toHaveURL(/tab=groups/);
  await expect(rows).toHaveCount(2);
  await expect(tab('Grupos')).toHaveText('Grupos2');
  await expect(log.getByText('Luiz Henrique Dias criou o grupo')).toBeVisible();
  await expect(page.getByRole('article', { name: /^Fernanda Rocha/ })).toContainText('Quinta de manhã?');
  await expect(action('Aceitar')).toHaveCount(0);
  await expect(action('Devolver à fila')).toHaveCount(0);
  await expect(action('Encerrar')).toHaveCount(0);

  const panel = page.getByRole('complementary', { name: 'Contato' });
  await expect(panel.getByRole('list', { name: '4 membros' }).getByRole('listitem')).toHaveCount(4);
  await expect(panel.getByRole('listitem').first()).toContainText('Criador');

  await page.getByRole('heading', { level: 2, name: subject }).click();
  await page.keyboard.press('r');
  await expect(page.getByRole('region', { name: /Respondendo/ })).toContainText('Fernanda Rocha');
  await composer.pressSequentially('Pode ser, @Raf');
  await expect(page.getByRole('listbox', { name: 'Mencionar' })).toBeVisible();
  await composer.press('Enter');
  await expect(composer).toHaveValue('Pode ser, @Rafael Nogueira ');
  await composer.pressSequentially('confirma?');
  await composer.press('Enter');
  const answer = message('@Rafael Nogueira confirma?');
  await expect(answer).toContainText('Fernanda Rocha');
  await expect(answer.getByRole('img', { name: 'Lida' })).toBeVisible();
  await expect(async () => {
    const last = (await group.reads(other)).at(-1);
    expect(last?.text).toMatch(/^Pode ser, @\d+ confirma\?$/);
    expect(last?.quotes?.text).toBe('Quinta de manhã?');
  }).toPass({ timeout: 15_000 });

  await group.change({ kind: 'subject', text: 'Obra Augusta 1200' });
  await expect(page.getByRole('heading', { level: 2, name: 'Obra Augusta 1200' })).toBeVisible();
  await expect(log.getByText('Luiz Henrique Dias mudou o nome do grupo')).toBeVisible();
  await group.remove(other);
  await expect(log.getByText('Luiz Henrique Dias removeu Rafael Nogueira')).toBeVisible();
  await expect(panel.getByRole('list', { name: '3 membros' })).toBeVisible();

  await group.change({ kind: 'announcement' });
  await expect(page.getByText('Só administradores do grupo podem enviar mensagens.')).toBeVisible();
  await expect(composer).toHaveCount(0);
  await group.remove(null);
  await expect(page.getByText('Este número não participa mais do grupo.')).toBeVisible();

  const search = page.getByRole('searchbox', { name: 'Buscar' });
  await search.fill('augusta');
  await expect(rows).toHaveCount(1);
  await search.fill('');
});
