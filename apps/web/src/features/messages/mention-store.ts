import type { Picked } from './content/mentions.ts';
import { TicketStore } from './ticket-store.ts';

export const nobodyPicked: readonly Picked[] = [];
/** Members of a group who were picked for the answer that is being written, per ticket. */
export const pickedMembers = new TicketStore<readonly Picked[]>(nobodyPicked);
