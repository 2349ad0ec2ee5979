import { TicketStore } from './ticket-store.ts';

export type ComposerMode = 'reply' | 'note';

/** What is being written, per ticket: an answer to the customer, or a note for colleagues. */
export const composerModes = new TicketStore<ComposerMode>('reply');
