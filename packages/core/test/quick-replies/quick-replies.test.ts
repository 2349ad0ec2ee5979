import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillTemplate, firstName, type TemplateValues, unknownVariables } from '../../src/contracts/index.ts';
import type { UserContext } from '../../src/kernel/index.ts';
import {
  countQuickReplyUse,
  createQuickReply,
  deleteQuickReply,
  listQuickReplies,
  updateQuickReply,
} from '../../src/quick-replies/index.ts';
import { type Company, createCompany, type Harness, openHarness } from '../harness.ts';

let harness: Harness;
let company: Company;
let ana: UserContext;
let biller: UserContext;
let boss: UserContext;
let foreign: UserContext;
beforeAll(async () => {
  harness = await openHarness();
  company = await createCompany(harness.kernel);
  ana = await company.person({ role: 'agent', name: 'Ana' });
  biller = await company.person({ role: 'agent', name: 'Caio', queues: [company.queues.billing] });
  boss = await company.person({ role: 'admin', queues: [] });
  foreign = await (await createCompany(harness.kernel)).person({ role: 'admin' });
});
afterAll(() => harness[Symbol.asyncDispose]());

const shortcuts = async (ctx: UserContext) => (await listQuickReplies(ctx)).map((reply) => reply.shortcut);

describe('quick replies', () => {
  it("of a person are theirs alone; of a queue, its people's; of the company, everybody's", async () => {
    await createQuickReply(ana, { scope: 'personal', shortcut: 'Oi', body: 'Oi! Aqui é a Ana.' });
    const queueId = company.queues.billing;
    await createQuickReply(boss, { scope: 'queue', queueId, shortcut: 'boleto', body: 'Segue o boleto.' });
    await createQuickReply(boss, { scope: 'company', shortcut: 'pix', body: 'Nossa chave é…' });
    expect(await shortcuts(ana)).toEqual(['oi', 'pix']);
    expect(await shortcuts(biller)).toEqual(['boleto', 'pix']);
    expect(await shortcuts(boss)).toEqual(['boleto', 'pix']);
    expect(await shortcuts(foreign)).toEqual([]);
  });

  it('are ordered by use, and may share a shortcut across scopes but not within one', async () => {
    const mine = await createQuickReply(ana, { scope: 'personal', shortcut: 'pix', body: 'O meu pix' });
    await expect(createQuickReply(ana, { scope: 'personal', shortcut: 'PIX', body: 'Outro' })).rejects.toMatchObject({
      code: 'conflict',
      field: 'shortcut',
    });
    expect(await shortcuts(ana)).toEqual(['oi', 'pix', 'pix']);
    expect(await countQuickReplyUse(ana, { id: mine.id })).toEqual({ useCount: 1 });
    expect(await shortcuts(ana)).toEqual(['pix', 'oi', 'pix']);
  });

  it('are changed by their owner, and shared ones only by whoever manages them', async () => {
    const mine = await createQuickReply(ana, { scope: 'personal', shortcut: 'prazo', body: '3 dias' });
    expect(
      await updateQuickReply(ana, { id: mine.id, scope: 'personal', shortcut: 'prazo', body: '5 dias' }),
    ).toMatchObject({ body: '5 dias', isEditable: true });
    const shared = (await listQuickReplies(ana)).find((reply) => reply.scope === 'company');
    const id = shared?.id ?? '';
    expect(shared?.isEditable).toBe(false);
    const change = { id, scope: 'company' as const, shortcut: 'pix', body: 'nada' };
    await expect(updateQuickReply(ana, change)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(deleteQuickReply(ana, { id })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(createQuickReply(ana, { scope: 'company', shortcut: 'x', body: 'y' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      updateQuickReply(ana, { id: mine.id, scope: 'company', shortcut: 'prazo', body: '5 dias' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(deleteQuickReply(biller, { id: mine.id })).rejects.toMatchObject({ code: 'not-found' });
    await deleteQuickReply(ana, { id: mine.id });
    expect(await shortcuts(ana)).not.toContain('prazo');
    expect(await deleteQuickReply(boss, { id })).toEqual({ id });
  });

  it('do not exist for another company, nor do its queues', async () => {
    const [mine] = await listQuickReplies(ana);
    const id = mine?.id ?? '';
    const change = { id, scope: 'personal' as const, shortcut: 'x', body: 'y' };
    await expect(updateQuickReply(foreign, change)).rejects.toMatchObject({ code: 'not-found' });
    await expect(deleteQuickReply(foreign, { id })).rejects.toMatchObject({ code: 'not-found' });
    await expect(countQuickReplyUse(foreign, { id })).rejects.toMatchObject({ code: 'not-found' });
    const queueId = company.queues.billing;
    await expect(
      createQuickReply(foreign, { scope: 'queue', queueId, shortcut: 'x', body: 'y' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('refuse blanks, strange shortcuts, a queue without its scope, and variables that do not exist', async () => {
    const attempt = (input: object) =>
      createQuickReply(ana, { scope: 'personal', shortcut: 'ok', body: 'ok', ...input });
    await expect(attempt({ body: '  ' })).rejects.toThrow(/body/);
    await expect(attempt({ shortcut: 'a b' })).rejects.toThrow(/shortcut/);
    await expect(attempt({ queueId: company.queues.billing })).rejects.toThrow(/queueId/);
    await expect(attempt({ body: 'Oi {{contact.nme}}' })).rejects.toThrow(/contact\.nme/);
    expect(await shortcuts(ana)).not.toContain('ok');
  });
});

describe('templates', () => {
  const values: TemplateValues = {
    'contact.name': 'Maria das Dores',
    'contact.first_name': firstName(' Maria das Dores '),
    'contact.phone': null,
    'agent.name': 'Ana Ribeiro',
    'agent.first_name': 'Ana',
    'queue.name': null,
    protocol: '12-3',
    greeting: 'Boa tarde',
  };

  it('fill in what is known, the stand-in where there is nothing, and nothing else', () => {
    expect(fillTemplate('{{greeting}}, {{ contact.first_name | "cliente" }}! #{{protocol}}', values)).toBe(
      'Boa tarde, Maria! #12-3',
    );
    expect(fillTemplate('Fila {{queue.name | "geral"}}, fone {{contact.phone}}.', values)).toBe('Fila geral, fone .');
    expect(fillTemplate('{{unknown}} { {{ }} $&', values)).toBe('{{unknown}} { {{ }} $&');
  });

  it('name each unknown variable once', () => {
    expect(unknownVariables('{{a}} {{greeting}} {{b | "x"}} {{a}}')).toEqual(['a', 'b']);
    expect(unknownVariables('no braces')).toEqual([]);
  });
});
