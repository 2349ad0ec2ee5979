import { createCallerFactory, router } from '../trpc.ts';
import { channelsRouter } from './channels.ts';
import { companyRouter } from './company.ts';
import { contactsRouter } from './contacts.ts';
import { demoRouter } from './demo.ts';
import { liveRouter } from './live.ts';
import { meRouter } from './me.ts';
import { messagesRouter } from './messages.ts';
import { quickRepliesRouter } from './quick-replies.ts';
import { setupRouter } from './setup.ts';
import { teamRouter } from './team.ts';
import { ticketsRouter } from './tickets.ts';

export const appRouter = router({
  channels: channelsRouter,
  company: companyRouter,
  contacts: contactsRouter,
  demo: demoRouter,
  live: liveRouter,
  me: meRouter,
  messages: messagesRouter,
  quickReplies: quickRepliesRouter,
  setup: setupRouter,
  team: teamRouter,
  tickets: ticketsRouter,
});
export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
