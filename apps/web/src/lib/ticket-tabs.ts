import type { TicketTab } from '@tiktickets/core/contracts';

/** In the order of the screen. Written out here, so that the first load of the console carries no schema code. */
export const ticketTabs: readonly TicketTab[] = ['mine', 'pending', 'groups', 'closed'];
