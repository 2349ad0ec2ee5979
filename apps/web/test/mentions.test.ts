import { expect, test } from 'vitest';
import { withAddresses, withNames } from '../src/features/messages/content/mentions.ts';

const people = [
  { address: '9001', name: 'Ana Prado', contactId: null, isUs: false },
  { address: '90', name: 'Bia', contactId: null, isUs: false },
];

test('addresses are shown as names, and only whole ones', () => {
  const shown = (text: string) =>
    withNames(text, people)
      .map((part) => (part.isMention ? `[${part.text}]` : part.text))
      .join('');
  expect(shown('oi @9001 e @90!')).toBe('oi [@Ana Prado] e [@Bia]!');
  expect(shown('@90019 não é ninguém, ana@9001.com é')).toBe('@90019 não é ninguém, ana[@Ana Prado].com é');
  expect(shown('')).toBe('');
  expect(withNames('oi @9001', [])).toEqual([{ text: 'oi @9001', isMention: false }]);
});

test('names that were picked are sent as addresses, the longest first, each once', () => {
  const picked = [
    { name: 'Ana', address: '1' },
    { name: 'Ana Prado', address: '9001' },
    { name: 'Caio', address: '3' },
  ];
  const { body, people: named } = withAddresses('@Ana Prado e @Ana, @Ana Prado de novo', picked);
  expect(body).toBe('@9001 e @1, @9001 de novo');
  expect(named.map((person) => person.address)).toEqual(['9001', '1']);
  expect(withAddresses('nada', picked)).toEqual({ body: 'nada', people: [] });
});
