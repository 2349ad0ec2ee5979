import { expect, test } from 'vitest';
import en from '../src/messages/en.json' with { type: 'json' };
import ptBr from '../src/messages/pt-BR.json' with { type: 'json' };

function keys(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, child]) => keys(child, path ? `${path}.${key}` : key));
}
// A branch of a plural is a text of its own: more than one word, or a number sign.
const argumentsOf = (text: string) => [...text.matchAll(/\{(\w+)\s*[,}]/g)].map(([, name]) => name).sort();
const leaf = (value: unknown, path: string): string =>
  String(
    path.split('.').reduce<unknown>((at, key) => (at instanceof Object ? Reflect.get(at, key) : undefined), value),
  );

test('every language has exactly the keys of the source language', () => {
  expect(keys(en).sort()).toEqual(keys(ptBr).sort());
});

test('every language uses the same arguments', () => {
  for (const path of keys(ptBr)) {
    const names = (text: string) => [
      ...new Set(argumentsOf(text).filter((name) => name !== 'one' && name !== 'other')),
    ];
    expect([path, names(leaf(en, path))]).toEqual([path, names(leaf(ptBr, path))]);
  }
});
