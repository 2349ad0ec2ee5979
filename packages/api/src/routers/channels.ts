import {
  archiveChannel,
  checkRecipient,
  connectChannel,
  createChannel,
  disconnectChannel,
  listChannels,
  listIncidents,
  logoutChannel,
  startPairing,
  updateChannel,
} from '@tiktickets/core/channels';
import {
  channelIdInput,
  checkRecipientInput,
  createChannelInput,
  pairingCodeInput,
  updateChannelInput,
} from '@tiktickets/core/contracts';
import { can, router } from '../trpc.ts';

export const channelsRouter = router({
  list: can('channel:read').query(({ ctx }) => listChannels(ctx.user)),
  create: can('channel:manage')
    .input(createChannelInput)
    .mutation(({ ctx, input }) => createChannel(ctx.user, input)),
  connect: can('channel:manage')
    .input(channelIdInput)
    .mutation(({ ctx, input }) => connectChannel(ctx.user, input)),
  disconnect: can('channel:manage')
    .input(channelIdInput)
    .mutation(({ ctx, input }) => disconnectChannel(ctx.user, input)),
  logout: can('channel:manage')
    .input(channelIdInput)
    .mutation(({ ctx, input }) => logoutChannel(ctx.user, input)),
  checkRecipient: can('message:send')
    .input(checkRecipientInput)
    .mutation(({ ctx, input }) => checkRecipient(ctx.user, input)),
  pairingCode: can('channel:manage')
    .input(pairingCodeInput)
    .mutation(({ ctx, input }) => startPairing(ctx.user, input)),
  update: can('channel:manage')
    .input(updateChannelInput)
    .mutation(({ ctx, input }) => updateChannel(ctx.user, input)),
  archive: can('channel:manage')
    .input(channelIdInput)
    .mutation(({ ctx, input }) => archiveChannel(ctx.user, input)),
  incidents: can('channel:read')
    .input(channelIdInput)
    .query(({ ctx, input }) => listIncidents(ctx.user, input)),
});
