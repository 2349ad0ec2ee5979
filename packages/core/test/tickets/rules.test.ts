import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ticketStates } from '../../src/contracts/index.ts';
import { mayRelease, nextTicketState, type TicketAction } from '../../src/tickets/index.ts';

const actions: readonly TicketAction[] = ['accept', 'return', 'close', 'reopen', 'customer-wrote'];

it('never leaves the three states, and only closing or closed tickets are ever closed', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...actions), { maxLength: 40 }), (walk) => {
      let state: (typeof ticketStates)[number] = 'pending';
      for (const action of walk) {
        const next = nextTicketState(state, action);
        if (next === null) continue;
        expect(ticketStates).toContain(next);
        if (next === 'closed') expect(action).toBe('close');
        if (next === 'open' && state !== 'open') expect(['accept', 'reopen']).toContain(action);
        state = next;
      }
    }),
  );
});

it('always lets a customer be heard, and anything unclosed be closed', () => {
  for (const state of ticketStates) expect(nextTicketState(state, 'customer-wrote')).not.toBeNull();
  expect(nextTicketState('pending', 'close')).toBe('closed');
  expect(nextTicketState('open', 'close')).toBe('closed');
  expect(nextTicketState('closed', 'close')).toBeNull();
});

it('lets only the holder or an overseer release an open ticket', () => {
  const open = { state: 'open' as const, userId: 'a' };
  expect(mayRelease({ userId: 'a', overseer: false }, open)).toBe(true);
  expect(mayRelease({ userId: 'b', overseer: false }, open)).toBe(false);
  expect(mayRelease({ userId: 'b', overseer: true }, open)).toBe(true);
  expect(mayRelease({ userId: 'b', overseer: false }, { state: 'pending', userId: null })).toBe(true);
});
