import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { systemContext } from '@tiktickets/core/kernel';
import {
  type MediaTools,
  openMedia,
  prepareMedia,
  sweepMedia,
  UnusableMedia,
  uploadMedia,
} from '@tiktickets/core/media';
import { pageMessages, sendMessage } from '@tiktickets/core/messages';
import { waitFor } from '@tiktickets/testkit';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createMediaTools } from '../src/tools/media-tools.ts';
import { type Installation, openInstallation, untilState } from './support/company.ts';
import { openConversations } from './support/conversations.ts';
import { FakeDriver } from './support/fake-driver.ts';
import { type MediaFiles, makeMediaFiles } from './support/media-files.ts';

const patient = { timeout: 90_000 };
let files: MediaFiles;
let installation: Installation;
let driver: FakeDriver;
let ticketId: string;
beforeAll(async () => {
  files = await makeMediaFiles();
}, 120_000);
beforeEach(async () => {
  installation = await openInstallation();
  const channelId = await installation.channel();
  driver = new FakeDriver();
  await installation.worker({ driver });
  await untilState(installation, channelId, 'connected');
  [ticketId = ''] = await openConversations(installation, driver, 1);
});
afterEach(() => installation[Symbol.asyncDispose]());

const upload = (content: Buffer, file: { fileName: string; mimetype: string; isRecording?: boolean }) =>
  uploadMedia(installation.agent, { ticketId, ...file, stream: Readable.from([content]) });
const send = (mediaId: string, body = '') =>
  sendMessage(installation.agent, { ticketId, clientId: randomUUID(), body, mediaId });
const shown = async (id: string) =>
  (await pageMessages(installation.agent, { ticketId })).items.find((one) => one.id === id);
const untilPrepared = (id: string) =>
  waitFor(
    async () => {
      const message = await shown(id);
      return message?.media && (message.media.hasThumbnail || message.media.hasPlayable) ? message : null;
    },
    { timeoutMs: 60_000 },
  );
const sentContent = () => waitFor(() => driver.sent.at(-1)?.content ?? null, { timeoutMs: 60_000 });
const recording = { fileName: 'recado.webm', mimetype: 'audio/webm', isRecording: true };

it('a recording goes out as a true voice note, and as nothing before', patient, async () => {
  const uploaded = await upload(files.recording, recording);
  expect(uploaded).toMatchObject({ kind: 'voice', isPreparing: true });
  const message = await send(uploaded.id);
  expect(message).toMatchObject({ kind: 'voice' });
  const content = await sentContent();
  expect(content).toMatchObject({ kind: 'voice', mimetype: 'audio/ogg; codecs=opus', seconds: 2 });
  if (!('open' in content)) throw new Error('no file was sent');
  const bytes = await buffer(await content.open());
  expect(bytes.length).toBe(content.sizeBytes);
  expect(bytes.subarray(0, 4).toString('latin1')).toBe('OggS');
  // One channel, 48 kHz, as the head of the stream says.
  const head = bytes.indexOf('OpusHead');
  expect([bytes.readUInt8(head + 9), bytes.readUInt32LE(head + 12)]).toEqual([1, 48_000]);
  expect(Buffer.from(content.waveform ?? '', 'base64')).toHaveLength(64);
  const { media } = (await untilPrepared(message.id)) ?? {};
  expect(media).toMatchObject({ isPreparing: false, hasPlayable: true, mimetype: 'audio/ogg', seconds: 2 });
  const playable = await openMedia(installation.agent, { id: uploaded.id, rendition: 'playable' });
  expect(playable).toMatchObject({ mimetype: 'audio/mp4', inline: true });
});

it('a recording that is none fails its message, and what was written after it goes', patient, async () => {
  const uploaded = await upload(Buffer.concat([files.recording.subarray(0, 200), Buffer.alloc(500, 1)]), recording);
  const message = await send(uploaded.id);
  await sendMessage(installation.agent, { ticketId, clientId: randomUUID(), body: 'segue por texto' });
  const content = await sentContent();
  expect(content).toMatchObject({ kind: 'text', text: 'segue por texto' });
  expect(await shown(message.id)).toMatchObject({ state: 'failed', failure: 'bad_content' });
  await expect(upload(Buffer.from('no sound'), recording)).rejects.toMatchObject({
    code: 'invalid-input',
    field: 'file',
  });
});

it('a picture goes out with its size and a glimpse, and is small in the list', patient, async () => {
  const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#2a7' } })
    .png()
    .toBuffer();
  const uploaded = await upload(picture, { fileName: 'foto.png', mimetype: 'image/png' });
  const message = await send(uploaded.id, 'Segue');
  expect(await sentContent()).toMatchObject({ kind: 'image', width: 900, height: 600, thumbnail: expect.any(String) });
  expect((await untilPrepared(message.id)).media).toMatchObject({ hasThumbnail: true, width: 900, height: 600 });
  const small = await openMedia(installation.agent, { id: uploaded.id, rendition: 'thumbnail' });
  expect(small.mimetype).toBe('image/webp');
  expect(await sharp(await buffer(await small.read())).metadata()).toMatchObject({ width: 480, height: 320 });
});

it(
  'a film from a customer gets its first picture, and a voice note a form that every browser plays',
  patient,
  async () => {
    driver.onDownload = async (media) =>
      Readable.from([media.fileName?.endsWith('.mp4') ? files.film : files.voiceNote]);
    await driver.session.receive('file:festa.mp4', '1000@lid');
    const film = await waitFor(async () =>
      (await pageMessages(installation.agent, { ticketId })).items.find((one) => one.media?.kind === 'video'),
    );
    expect((await untilPrepared(film.id)).media).toMatchObject({
      width: 320,
      height: 240,
      seconds: 2,
      hasThumbnail: true,
    });
    await driver.session.receive('file:recado.ogg', '1000@lid');
    const voice = await waitFor(async () =>
      (await pageMessages(installation.agent, { ticketId })).items.find((one) => one.media?.kind === 'voice'),
    );
    const { media } = await untilPrepared(voice.id);
    expect(media).toMatchObject({ mimetype: 'audio/ogg', hasPlayable: true, isPreparing: false, seconds: 3 });
  },
);

it('preparing runs twice and does its work once; trouble that is not the file’s is tried again', patient, async () => {
  const picture = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#2a7' } })
    .png()
    .toBuffer();
  const { id } = await upload(picture, { fileName: 'foto.png', mimetype: 'image/png' });
  const state = async () =>
    await installation.owner`select prepare, prepare_attempts, (select count(*)::int from media_renditions where media_id = ${id}) as made from media where id = ${id}`;
  await waitFor(async () => (await state())[0]?.prepare === 'done');
  const ctx = systemContext(installation.kernel, installation.tenantId, 'test');
  const real = createMediaTools();
  let calls = 0;
  const counting: MediaTools = {
    ...real,
    picture: (paths) => {
      calls += 1;
      return real.picture(paths);
    },
  };
  await prepareMedia(ctx, { mediaId: id, tools: counting });
  expect(calls).toBe(0);
  await installation.owner`update media set prepare = 'due', prepare_attempts = 0 where id = ${id}`;
  await Promise.all([
    prepareMedia(ctx, { mediaId: id, tools: counting }),
    prepareMedia(ctx, { mediaId: id, tools: counting }),
  ]);
  expect(await state()).toMatchObject([{ prepare: 'done', made: 1 }]);
  await installation.owner`update media set prepare = 'due', prepare_attempts = 0 where id = ${id}`;
  const away: MediaTools = { ...real, picture: () => Promise.reject(new Error('no disk')) };
  await expect(prepareMedia(ctx, { mediaId: id, tools: away })).rejects.toThrow('no disk');
  expect(await state()).toMatchObject([{ prepare: 'due', prepare_attempts: 0 }]);
  const hostile: MediaTools = { ...real, picture: () => Promise.reject(new UnusableMedia('bomb')) };
  await prepareMedia(ctx, { mediaId: id, tools: hostile });
  expect(await state()).toMatchObject([{ prepare: 'failed' }]);
  // One that ended the process each time is not opened once more.
  await installation.owner`update media set prepare = 'due', prepare_attempts = 3 where id = ${id}`;
  await prepareMedia(ctx, { mediaId: id, tools: counting });
  expect(await state()).toMatchObject([{ prepare: 'failed' }]);
});

it('uploads that were never sent are forgotten with their files; what a message names stays', patient, async () => {
  const { signal } = new AbortController();
  const kept = await upload(Buffer.from('kept'), { fileName: 'a.txt', mimetype: 'text/plain' });
  await send(kept.id);
  const same = await upload(Buffer.from('kept'), { fileName: 'b.txt', mimetype: 'text/plain' });
  const lost = await upload(Buffer.from('lost'), { fileName: 'c.txt', mimetype: 'text/plain' });
  const sweep = (olderThanMs: number) => sweepMedia(installation.kernel, { signal, olderThanMs });
  expect(await sweep(60_000)).toEqual({ uploads: 0, files: 0, partial: 0 });
  expect(await sweep(-60_000)).toMatchObject({ uploads: 2, files: 1 });
  expect(await sweep(-60_000)).toEqual({ uploads: 0, files: 0, partial: 0 });
  for (const { id } of [same, lost])
    await expect(openMedia(installation.agent, { id })).rejects.toMatchObject({ code: 'not-found' });
  const file = await openMedia(installation.agent, { id: kept.id });
  expect((await buffer(await file.read())).toString()).toBe('kept');
});
