import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bestNamed,
  canonicalPhone,
  type Identity,
  identitiesOfPerson,
  identityKey,
  type MergedTicket,
  nameSources,
  type Owner,
  renumbered,
  resolveIdentities,
  survivingTicket,
} from '../../src/contacts/index.ts';

describe('canonicalPhone', () => {
  it.each([
    ['551181234567', '5511981234567'],
    ['5511981234567', '5511981234567'],
    ['551133334444', '551133334444'],
    ['5215512345678', '525512345678'],
    ['525512345678', '525512345678'],
    ['541123456789', '5491123456789'],
    ['5491123456789', '5491123456789'],
    ['54111523456789', '5491123456789'],
    ['14155552671', '14155552671'],
    ['55', '55'],
    ['', ''],
  ])('%s is %s', (digits, canonical) => expect(canonicalPhone(digits)).toBe(canonical));

  it('changes nothing that it gave', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.constantFrom('55', '54', '52', '1', '351'), fc.stringMatching(/^\d{8,13}$/)),
        ([country, rest]) => {
          const once = canonicalPhone(country + rest);
          expect(canonicalPhone(once)).toBe(once);
        },
      ),
    );
  });
});

describe('resolveIdentities', () => {
  const lid = (value: string): Identity => ({ kind: 'lid', value });
  const phone = (value: string): Identity => ({ kind: 'phone', value });
  const among =
    (owners: Record<string, Owner>) =>
    (id: Identity): Owner | undefined =>
      owners[identityKey(id)];

  it('finds a person by any id, and makes one of two that have no more than one LID between them', () => {
    const owners = among({ 'phone:55': { contactId: 'b', lid: null }, 'lid:1': { contactId: 'a', lid: '1' } });
    expect(resolveIdentities([phone('55')], owners)).toEqual({ contactId: 'b', same: [], moved: [] });
    expect(resolveIdentities([lid('1'), phone('55')], owners)).toEqual({ contactId: 'a', same: ['b'], moved: [] });
    expect(resolveIdentities([lid('2')], owners)).toEqual({ contactId: null, same: [], moved: [] });
  });

  it('gives a number that changed hands to whom it was seen with last', () => {
    const owners = among({ 'phone:55': { contactId: 'old', lid: '1' }, 'lid:2': { contactId: 'new', lid: '2' } });
    expect(resolveIdentities([lid('2'), phone('55')], owners)).toEqual({
      contactId: 'new',
      same: [],
      moved: [phone('55')],
    });
    expect(resolveIdentities([lid('3'), phone('55')], owners)).toEqual({
      contactId: null,
      same: [],
      moved: [phone('55')],
    });
  });

  it('knows people by a username alone, however it is written', () => {
    const ids = identitiesOfPerson({ phone: null, lid: null, username: 'Bia.Souza' });
    expect(ids).toEqual([{ kind: 'username', value: 'bia.souza' }]);
    const owners = among({ 'username:bia.souza': { contactId: 'a', lid: null } });
    expect(resolveIdentities(ids, owners).contactId).toBe('a');
  });
});

it('keeps the best name, and the first of equals', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...nameSources), { minLength: 1, maxLength: 6 }), ([first, ...rest]) => {
      if (!first) return;
      const [one, ...others] = [first, ...rest].map((nameSource, place) => ({ nameSource, place }));
      if (!one) return;
      const best = bestNamed([one, ...others]);
      for (const other of [one, ...others]) {
        const rank = nameSources.indexOf(other.nameSource);
        expect(rank).toBeLessThanOrEqual(nameSources.indexOf(best.nameSource));
        if (rank === nameSources.indexOf(best.nameSource)) expect(best.place).toBeLessThanOrEqual(other.place);
      }
    }),
  );
});

it('goes on with whoever is served, whichever is named first', () => {
  const open: MergedTicket = { id: 'b', state: 'open', lastAt: '2026-01-01' };
  const closed: MergedTicket = { id: 'a', state: 'closed', lastAt: '2026-02-01' };
  expect(survivingTicket(open, closed).kept).toBe(open);
  expect(survivingTicket(closed, open).kept).toBe(open);
  const newer = { ...closed, id: 'c', lastAt: '2026-03-01' };
  expect(survivingTicket(closed, newer)).toEqual(survivingTicket(newer, closed));
  expect(survivingTicket(closed, newer).kept).toBe(newer);
});

it('numbers attendances by their beginning, the present one last', () => {
  const rows = [
    { id: 'a', openedAt: '2026-01-03' },
    { id: 'b', openedAt: '2026-01-01' },
    { id: 'c', openedAt: '2026-01-02' },
  ];
  const numbers = (current: string | null): string[] =>
    renumbered(rows, current).map((row) => `${row.newNumber}${row.id}`);
  expect(numbers(null)).toEqual(['1b', '2c', '3a']);
  expect(numbers('b')).toEqual(['1c', '2a', '3b']);
});
