import { blockContact, openPicture } from '@tiktickets/core/sync';
import { listTickets } from '@tiktickets/core/tickets';
import { waitFor } from '@tiktickets/testkit';
import type { Simulator } from '@tiktickets/wbot/simulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Installation, openInstallation } from './support/company.ts';
import { bia, caio, companyPhone, driverFor, openNetwork, pair } from './support/network.ts';

let installation: Installation;
let simulator: Simulator;
const pixel =
  '/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=';

beforeAll(async () => {
  simulator = await openNetwork({ tls: 'auto' });
  installation = await openInstallation();
  const channelId = await installation.channel();
  await installation.worker({ driver: driverFor(simulator), pictureMs: 20 });
  await pair(installation, simulator, channelId);
});
afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await simulator.close();
});

const contactOf = async (name: string) =>
  (await listTickets(installation.admin, { tab: 'pending', search: name })).items[0]?.contact;

it('shows a picture, follows its changes, and takes a hidden one for none', async () => {
  await simulator.control.setPicture(bia.phone, { base64: pixel });
  for (const { phone } of [bia, caio]) await simulator.control.send(phone, { to: companyPhone, text: 'oi' });
  // The lane looks for new people now and then; a picture notice wakes it.
  await waitFor(async () => await contactOf('Bia'), { what: 'Bia' });
  await simulator.control.setPicture(bia.phone, { base64: pixel });
  const shown = await waitFor(async () => ((await contactOf('Bia'))?.picture ? await contactOf('Bia') : null), {
    what: 'her picture',
    timeoutMs: 20_000,
  });
  const opened = await openPicture(installation.admin, { contactId: shown.id });
  expect(Buffer.concat(await (await opened.read()).toArray()).toString('base64')).toBe(pixel);
  await simulator.control.setPicture(bia.phone, { base64: pixel, isHidden: true });
  await waitFor(async () => (await contactOf('Bia'))?.picture === null, { what: 'it to be gone', timeoutMs: 20_000 });
});

it('blocks on the number, and follows the phone', async () => {
  const caioHere = await waitFor(async () => await contactOf('Caio'), { what: 'Caio' });
  await blockContact(installation.admin, { id: caioHere.id });
  const settled = async () => {
    const [row] = await installation.owner<
      { actual: boolean }[]
    >`select actual from contact_blocks where contact_id = ${caioHere.id}`;
    return row?.actual;
  };
  await waitFor(async () => (await settled()) === true, { what: 'the provider to block', timeoutMs: 20_000 });
  await simulator.control.block(companyPhone, { phone: caio.phone, isBlocked: false });
  await waitFor(async () => (await contactOf('Caio'))?.isBlocked === false, {
    what: 'the phone to free him',
    timeoutMs: 20_000,
  });
});
