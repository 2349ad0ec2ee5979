import { type AuthenticationState, initAuthCreds, makeWASocket, type SignalDataTypeMap, type WASocket } from 'baileys';
import { expect, test } from 'vitest';
import { startSimulator } from '../src/simulator/index.ts';
import { ana, companyPhone } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

const silent = {
  level: 'silent',
  child: () => silent,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Trusts that values come back under the type they were stored with. */
function typed<T extends keyof SignalDataTypeMap>(
  _type: T,
  found: [string, unknown][],
): Record<string, SignalDataTypeMap[T]> {
  return Object.fromEntries(found) as Record<string, SignalDataTypeMap[T]>;
}

function memoryAuth(): AuthenticationState {
  const stored = new Map<string, unknown>();
  return {
    creds: initAuthCreds(),
    keys: {
      get: async (type, ids) =>
        typed(
          type,
          ids.flatMap((id) => {
            const key = `${type}/${id}`;
            return stored.has(key) ? [[id, stored.get(key)]] : [];
          }),
        ),
      set: async (data) => {
        for (const [type, entries] of Object.entries(data)) {
          for (const [id, value] of Object.entries(entries ?? {})) stored.set(`${type}/${id}`, value);
        }
      },
    },
  };
}

test('a first pairing hands over the chats that the phone has', async () => {
  await using simulator = await startSimulator({ delays: { ackMs: [1, 2], receiptMs: [1, 2], readMs: [1, 2] } });
  const { control } = simulator;
  await control.createPhone(ana);
  const auth = memoryAuth();
  const texts: string[] = [];
  let qr: string | undefined;
  let isRestarting = false;
  let sock: WASocket | null = null;
  const open = () => {
    const socket = makeWASocket({ auth, waWebSocketUrl: simulator.wsUrl, logger: silent, syncFullHistory: true });
    sock = socket;
    socket.ev.on('creds.update', (update) => void Object.assign(auth.creds, update));
    socket.ev.on('connection.update', (update) => {
      qr = update.qr ?? qr;
      isRestarting ||= update.connection === 'close';
    });
    socket.ev.on('messaging-history.set', ({ messages }) => {
      for (const { message } of messages) texts.push(message?.conversation ?? message?.locationMessage?.name ?? '?');
    });
  };
  open();
  const code = await waitFor('a QR code', () => qr);
  // A phone of a company that nobody linked yet, with a chat already.
  await control.scan(companyPhone, { qr: code, name: 'Loja' });
  await control.send(ana.phone, { to: companyPhone, text: 'de antes' });
  await control.send(companyPhone, { to: ana.phone, kind: 'location', text: 'Loja' });
  await waitFor('the restart', () => isRestarting);
  open();
  await waitFor('the history', () => texts.length >= 2);
  expect(texts.toSorted()).toEqual(['Loja', 'de antes']);
  await waitFor('a socket', () => sock).then((socket: WASocket) => socket.end(undefined));
});
