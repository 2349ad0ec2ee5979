import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { uploadMedia } from '@tiktickets/core/media';
import { pageMessages } from '@tiktickets/core/messages';
import { mountSmallDisk, type SmallDisk, waitFor } from '@tiktickets/testkit';
import { afterAll, expect, it } from 'vitest';
import { openInstallation, untilState } from './support/company.ts';
import { openConversations } from './support/conversations.ts';
import { FakeDriver } from './support/fake-driver.ts';

const disk: SmallDisk | null = mountSmallDisk(1);
afterAll(() => disk?.[Symbol.dispose]());

const name = 'a full disk loses no file and holds up no text';
it.skipIf(disk === null)(disk ? name : `${name} [no disk can be mounted here]`, { timeout: 90_000 }, async () => {
  if (!disk) return;
  await using installation = await openInstallation({ mediaDir: disk.folder });
  const channelId = await installation.channel();
  const driver = new FakeDriver();
  const large = Buffer.alloc(2 * 2 ** 20, 7);
  driver.onDownload = async () => Readable.from([large]);
  await installation.worker({ driver });
  await untilState(installation, channelId, 'connected');
  const [ticketId = ''] = await openConversations(installation, driver, 1);
  const newest = async () => (await pageMessages(installation.agent, { ticketId })).items;
  const fileOf = async () => (await newest()).find((message) => message.media)?.media;

  await driver.session.receive('file:nota.txt', '1000@lid');
  await waitFor(async () => (await fileOf())?.failure === 'no_room');
  expect(await fileOf()).toMatchObject({ state: 'due' });
  const file = { ticketId, fileName: 'a.txt', mimetype: 'text/plain' };
  const refused = uploadMedia(installation.agent, { ...file, stream: Readable.from([large]) });
  await expect(refused).rejects.toMatchObject({ code: 'unavailable', details: { reason: 'storage_full' } });
  expect(readdirSync(path.join(disk.folder, 'incoming'))).toEqual([]);

  await driver.session.receive('e por texto?', '1000@lid');
  await waitFor(async () => (await newest()).find((message) => message.body === 'e por texto?') ?? null);
  const answered = `pode ser ${randomUUID()}`;
  await installation.answer(ticketId, answered);
  await waitFor(() => driver.sent.find((message) => message.text === answered) ?? null);

  disk.grow(16);
  await waitFor(async () => (await fileOf())?.state === 'stored', { timeoutMs: 60_000 });
  expect(await fileOf()).toMatchObject({ failure: null, sizeBytes: large.length });
});
