import { listChannels } from '@tiktickets/core/channels';
import {
  type ChannelView,
  type DemoPhones,
  demoReadInput,
  demoScanInput,
  demoSendInput,
  demoTypeCodeInput,
  demoTypingInput,
} from '@tiktickets/core/contracts';
import { conflict, notFound, systemContext, type UserContext } from '@tiktickets/core/kernel';
import type { ApiContext } from '../context.ts';
import type { DemoPort } from '../demo-port.ts';
import { can, router } from '../trpc.ts';

/** Outside demo mode these procedures do not exist. */
function demoOf(ctx: Pick<ApiContext, 'demo'>): DemoPort {
  if (!ctx.demo) throw notFound('path');
  return ctx.demo;
}

/** The page is open to every demo login, so the channels are read as the system and only what the page needs is shown. */
const channelsOf = (user: UserContext): Promise<ChannelView[]> =>
  listChannels(systemContext(user.kernel, user.tenantId, 'demo'));

async function companyPhone(user: UserContext): Promise<string | null> {
  const channels = await channelsOf(user);
  return (
    (channels.find((channel) => channel.state === 'connected') ?? channels.find((channel) => channel.phone))?.phone ??
    null
  );
}

async function companyPhoneOrThrow(user: UserContext): Promise<string> {
  const phone = await companyPhone(user);
  if (!phone) throw conflict('no number of this company is paired yet');
  return phone;
}

export const demoRouter = router({
  phones: can('demo:use').query(async ({ ctx }): Promise<DemoPhones> => {
    const demo = demoOf(ctx);
    const channels = await channelsOf(ctx.user);
    const company = await companyPhone(ctx.user);
    const phones = await demo.phones();
    return {
      phones: await Promise.all(
        phones.map(async ({ phone, name }) => {
          const { messages, peerTyping } = company
            ? await demo.conversation(phone, company)
            : { messages: [], peerTyping: false };
          return { phone, name, companyPhone: company, companyTyping: peerTyping, messages };
        }),
      ),
      waiting: channels
        .filter((channel) => channel.state === 'qr' && channel.qr !== null)
        .map((channel) => ({ channelId: channel.id, name: channel.name })),
      waitingForCode: channels
        .filter((channel) => channel.pairing?.code)
        .map((channel) => ({ channelId: channel.id, name: channel.name })),
    };
  }),
  send: can('demo:use')
    .input(demoSendInput)
    .mutation(async ({ ctx, input }) => {
      await demoOf(ctx).send({ ...input, to: await companyPhoneOrThrow(ctx.user) });
    }),
  read: can('demo:use')
    .input(demoReadInput)
    .mutation(async ({ ctx, input }) => {
      await demoOf(ctx).read(input.phone, await companyPhoneOrThrow(ctx.user));
    }),
  typing: can('demo:use')
    .input(demoTypingInput)
    .mutation(async ({ ctx, input }) => {
      await demoOf(ctx).typing(input.phone, await companyPhoneOrThrow(ctx.user), input.active);
    }),
  scan: can('demo:use')
    .input(demoScanInput)
    .mutation(async ({ ctx, input }) => {
      const demo = demoOf(ctx);
      const channel = (await channelsOf(ctx.user)).find(({ id }) => id === input.channelId);
      if (!channel) throw notFound('channelId');
      if (!channel.qr) throw conflict('this channel shows no QR code now', { state: channel.state });
      await demo.scan(channel.qr);
    }),
  typeCode: can('demo:use')
    .input(demoTypeCodeInput)
    .mutation(async ({ ctx, input }) => {
      const demo = demoOf(ctx);
      const channel = (await channelsOf(ctx.user)).find(({ id }) => id === input.channelId);
      if (!channel) throw notFound('channelId');
      if (!channel.pairing) throw conflict('this channel waits for no code now', { state: channel.state });
      await demo.typeCode({ phone: channel.pairing.phone, name: channel.name, code: input.code });
    }),
});
