import { expect, test } from 'vitest';
import { type ScriptLine, SimulatorError, startSimulator } from '../src/simulator/index.ts';
import { ana, bia, companyPhone, Desk } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

const write = (atMs: number, from: string, text: string): ScriptLine => ({
  atMs,
  action: `POST /control/phones/${from}/messages`,
  body: { to: companyPhone, text },
});

const script: ScriptLine[] = [
  write(40, bia.phone, 'terceira'),
  write(0, ana.phone, 'primeira'),
  write(0, bia.phone, 'segunda'),
  { atMs: 20, fault: { kind: 'drop', phone: companyPhone } },
  {
    atMs: 50,
    action: `POST /control/groups`,
    body: { subject: 'Equipe', owner: ana.phone, members: [bia.phone, companyPhone] },
  },
  write(60, ana.phone, 'última'),
];

const texts = ['primeira', 'segunda', 'terceira', 'última'];

/** What people wrote to a company's device, in order, and the groups that there are. */
async function played(seed: number) {
  await using desk = await Desk.connected({ simulator: { seed } });
  await desk.control.runScript(script);
  await waitFor('its end', async () => !(await desk.control.script()).isRunning);
  await waitFor('the last message', () => desk.texts().includes('última'));
  expect((await desk.control.script()).failures).toEqual([]);
  const messages = desk.host
    .messages(desk.driver)
    .filter(({ body }) => texts.includes(body ?? ''))
    .map(({ remoteId, remoteChat, body }) => [remoteId, remoteChat, body]);
  return { messages, groups: (await desk.control.groups()).map(({ id }) => id) };
}

test('the same seed and script give the same messages, ids and order', async () => {
  const first = await played(11);
  expect(first.messages.map(([, , body]) => body)).toEqual(texts);
  expect(await played(11)).toEqual(first);
  const other = await played(12);
  expect(other.messages.map(([id]) => id)).not.toEqual(first.messages.map(([id]) => id));
});

test('what was done comes back as a script, and does the same to another network', async () => {
  await using first = await startSimulator();
  for (const person of [ana, bia]) await first.control.createPhone(person);
  const { id } = await first.control.createGroup({ subject: 'Equipe', owner: ana.phone, members: [bia.phone] });
  await first.control.changeGroup(id, { kind: 'subject', by: ana.phone, text: 'Time' });
  await first.control.send(ana.phone, { to: bia.phone, text: 'oi' });
  await first.control.setReads(bia.phone, 'manual');
  await first.control.fault({ kind: 'clock', skewMs: 5 });
  await first.control.send(ana.phone, { to: '5511900009999', text: 'a ninguém' }).catch(() => undefined);
  const { script: lines, isComplete } = await first.control.recording();
  expect(isComplete).toBe(true);
  expect(lines).toHaveLength(7);
  expect(lines.map(({ atMs }) => atMs)).toEqual(lines.map(({ atMs }) => atMs).toSorted((a, b) => a - b));

  await using second = await startSimulator({ script: lines });
  await waitFor('its end', async () => !(await second.control.script()).isRunning);
  expect(await second.control.script()).toEqual({ total: 7, done: 7, isRunning: false, failures: [] });
  expect(await second.control.groups()).toEqual(await first.control.groups());
  const ids = async (control: typeof first.control) =>
    (await control.chat(bia.phone, ana.phone)).messages.map((message) => [message.id, message.text]);
  expect(await ids(second.control)).toEqual(await ids(first.control));
  expect((await second.control.recording()).script.map(({ atMs: _, ...rest }) => rest)).toEqual(
    lines.map(({ atMs: _, ...rest }) => rest),
  );
  await second.control.restartRecording();
  expect((await second.control.recording()).script).toEqual([]);
});

test.each([
  ['no list', { atMs: 0 }, 'body'],
  ['a line without a time', [write(0, ana.phone, 'a'), { fault: { kind: 'drop', phone: ana.phone } }], '1.atMs'],
  ['an unknown fault', [{ atMs: 0, fault: { kind: 'flood', phone: ana.phone } }], '0.fault.kind'],
  ['an action that is none', [{ atMs: 0, action: 'POST /control/nothing' }], '0.action'],
  ['a look', [{ atMs: 0, action: 'GET /control/phones' }], '0.action'],
  ['a scan', [{ atMs: 0, action: `POST /control/phones/${ana.phone}/scan`, body: { qr: 'x' } }], '0.action'],
  ['a script in a script', [{ atMs: 0, action: 'POST /control/script', body: [] }], '0.action'],
  ['a wrong body', [{ atMs: 0, action: `POST /control/phones/${ana.phone}/messages`, body: { to: 'x' } }], '0.body.to'],
])('%s is refused before anything is done', async (_what, lines, field) => {
  await using simulator = await startSimulator();
  await simulator.control.createPhone(ana);
  const response = await fetch(`${simulator.url}/control/script`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(lines),
  });
  expect([response.status, await response.json()]).toMatchObject([400, { error: { field } }]);
  expect(await simulator.control.script()).toMatchObject({ total: 0 });
  await expect(startSimulator({ script: lines })).rejects.toMatchObject({ field });
});

test('a line that is refused is named, the others are done; one script at a time, and it can be stopped', async () => {
  await using simulator = await startSimulator();
  const { control } = simulator;
  await control.createPhone(ana);
  await control.createPhone(bia);
  const toBia = { atMs: 0, action: `POST /control/phones/${ana.phone}/messages`, body: { to: bia.phone, text: 'oi' } };
  await control.runScript([{ atMs: 0, fault: { kind: 'drop', phone: companyPhone } }, toBia]);
  const state = await waitFor('its end', async () => {
    const now = await control.script();
    return now.isRunning ? null : now;
  });
  expect(state).toMatchObject({ done: 2, failures: [{ line: 0, field: 'phone' }] });
  expect((await control.chat(bia.phone, ana.phone)).messages).toHaveLength(1);

  await control.runScript([{ ...toBia, atMs: 600_000 }]);
  const second: unknown = await control.runScript([toBia]).catch((error: unknown) => error);
  expect(second).toBeInstanceOf(SimulatorError);
  expect(second).toMatchObject({ status: 409, field: 'script' });
  expect(await control.stopScript()).toMatchObject({ done: 0, isRunning: false });
  await control.runScript([]);
});
