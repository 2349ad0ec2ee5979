import { Readable } from 'node:stream';
import { openMedia, uploadMedia } from '@tiktickets/core/media';
import { pageMessages, sendMessage } from '@tiktickets/core/messages';
import { waitFor } from '@tiktickets/testkit';
import { MediaError } from '@tiktickets/wbot/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Installation, openInstallation, untilState } from './support/company.ts';
import { openConversations } from './support/conversations.ts';
import { FakeDriver } from './support/fake-driver.ts';

let installation: Installation;
let driver: FakeDriver;
let ticketId: string;
beforeEach(async () => {
  installation = await openInstallation();
  const channelId = await installation.channel();
  driver = new FakeDriver();
  await installation.worker({ driver });
  await untilState(installation, channelId, 'connected');
  [ticketId = ''] = await openConversations(installation, driver, 1);
});
afterEach(() => installation[Symbol.asyncDispose]());

const latest = async () => (await pageMessages(installation.agent, { ticketId })).items[0];
const untilMedia = (state: string) =>
  waitFor(async () => {
    const message = await latest();
    return message?.media?.state === state ? message : null;
  });

it('fetches a file as soon as its message is there, and keeps what came', async () => {
  driver.onDownload = async (media) => Readable.from([`content of ${media.fileName}`]);
  await driver.session.receive('file:nota.txt', '1000@lid');
  const message = await untilMedia('stored');
  const file = await openMedia(installation.agent, { id: message.media?.id ?? '' });
  expect(file).toMatchObject({ fileName: 'nota.txt', inline: false });
  expect(Buffer.concat(await (await file.read()).toArray()).toString()).toBe('content of nota.txt');
});

it('tries again what may work later and gives up what cannot', async () => {
  let tries = 0;
  driver.onDownload = async () => {
    tries += 1;
    throw new MediaError(tries === 1 ? 'unavailable' : 'expired');
  };
  await driver.session.receive('file:velha.txt', '1000@lid');
  await waitFor(() => tries === 1);
  await installation.owner`update media set next_at = now()`;
  const message = await untilMedia('failed');
  expect(message.media?.failure).toBe('expired');
});

it('keeps nothing of a file that breaks on the way, and others are not held up', async () => {
  driver.onDownload = async (media) => {
    if (media.fileName === 'boa.txt') return Readable.from(['boa']);
    return Readable.from(
      (async function* () {
        yield 'half';
        throw new MediaError('corrupt');
      })(),
    );
  };
  await driver.session.receive('file:ruim.txt', '1000@lid');
  await driver.session.receive('file:boa.txt', '1000@lid');
  const states = await waitFor(async () => {
    const rows = await installation.owner<
      { file_name: string; state: string }[]
    >`select file_name, state from media order by file_name`;
    return rows.every((row) => row.state !== 'due') && rows.length === 2 ? rows : null;
  });
  expect(states).toMatchObject([{ state: 'stored' }, { state: 'failed' }]);
});

it('sends an attached file with its caption', async () => {
  const stream = Readable.from(['%PDF-1.4']);
  const upload = await uploadMedia(installation.agent, {
    ticketId,
    fileName: 'boleto.pdf',
    mimetype: 'application/pdf',
    stream,
  });
  await sendMessage(installation.agent, { ticketId, clientId: 'client-file', body: 'Segue', mediaId: upload.id });
  const [sent] = await waitFor(() => (driver.sent.length > 0 ? driver.sent : null));
  expect(sent?.content).toMatchObject({ kind: 'document', caption: 'Segue', fileName: 'boleto.pdf', sizeBytes: 8 });
});

it('tries again after pauses that grow, without any message to wake it', { timeout: 60_000 }, async () => {
  let tries = 0;
  driver.onDownload = async () => {
    tries += 1;
    if (tries < 4) throw new MediaError('unavailable');
    return Readable.from(['at last']);
  };
  await driver.session.receive('file:nota.txt', '1000@lid');
  await waitFor(async () => ((await latest())?.media?.state === 'stored' ? true : null), { timeoutMs: 45_000 });
  expect(tries).toBe(4);
});
