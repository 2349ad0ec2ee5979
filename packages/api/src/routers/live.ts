import { liveInput } from '@tiktickets/core/contracts';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { authed, router } from '../trpc.ts';

/** tRPC puts the cursor of a resumed subscription beside the input. */
const feedInput = liveInput.extend({ lastEventId: z.string().max(200).nullish() });

export const liveRouter = router({
  /** The changes that this viewer may see, resumable from the cursor of any frame. */
  feed: authed.input(feedInput.optional()).subscription(async function* ({ ctx, input, signal }) {
    const viewing = ctx.hub.view({
      user: ctx.user,
      socket: ctx.socket,
      cursor: input?.lastEventId ?? input?.cursor ?? null,
    });
    try {
      for await (const batch of viewing.frames(signal ?? new AbortController().signal))
        yield tracked(batch.cursor, batch);
    } finally {
      viewing.end();
    }
  }),
  /** Who is typing. Nothing of it is kept, and under pressure it is the first to be dropped. */
  ephemeral: authed.subscription(async function* ({ ctx, signal }) {
    const watching = ctx.hub.watchEphemeral(ctx.user);
    try {
      yield* watching.items(signal ?? new AbortController().signal);
    } finally {
      watching.end();
    }
  }),
});
