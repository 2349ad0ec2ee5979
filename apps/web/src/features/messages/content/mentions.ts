import type { MessageView } from '@tiktickets/core/contracts';

type People = MessageView['people'];
type Part = { text: string; isMention: boolean };

/** A text cut where it names somebody, with names in place of addresses. */
export function withNames(text: string, people: People): Part[] {
  if (people.length === 0) return [{ text, isMention: false }];
  const names = new Map(people.map((person) => [person.address, person.name]));
  return text.split(/(@\d{1,20})/).flatMap((part): Part[] => {
    const name = part.startsWith('@') ? names.get(part.slice(1)) : undefined;
    if (part === '') return [];
    return [name ? { text: `@${name}`, isMention: true } : { text: part, isMention: false }];
  });
}

export interface Picked {
  name: string;
  address: string;
}

/** What is sent for a text in which people were picked by name: their addresses, and whom they stand for. */
export function withAddresses(text: string, picked: readonly Picked[]): { body: string; people: People } {
  let body = text;
  const people: People = [];
  // Longer names first: "@Ana Prado" is not "@Ana".
  for (const { name, address } of picked.toSorted((a, b) => b.name.length - a.name.length)) {
    if (!body.includes(`@${name}`)) continue;
    body = body.replaceAll(`@${name}`, `@${address}`);
    if (!people.some((person) => person.address === address)) {
      people.push({ address, name, contactId: null, isUs: false });
    }
  }
  return { body, people };
}
