import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createTranslator } from 'next-intl';
import { describe, expect, test } from 'vitest';
import { defaultLocale, locales } from '../src/lib/i18n/locales.ts';

type Tree = { [key: string]: string | Tree };

const folder = path.join(import.meta.dirname, '../src/messages');
const read = (locale: string): Tree => JSON.parse(readFileSync(path.join(folder, `${locale}.json`), 'utf8'));

/** Every text of a dictionary under its path. */
const textsOf = (tree: Tree, prefix = ''): Map<string, string> =>
  new Map(
    Object.entries(tree).flatMap(([key, child]) =>
      typeof child === 'string' ? [[prefix + key, child] as const] : [...textsOf(child, `${prefix}${key}.`)],
    ),
  );
const namesIn = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))];
const argumentsOf = (text: string) => namesIn(text, /\{(\w+)(?:, plural,|\})/g).sort();
const tagsOf = (text: string) => namesIn(text, /<(\w+)>/g).sort();

const translator = (locale: (typeof locales)[number], text: string) =>
  createTranslator({
    locale,
    messages: { text },
    onError: (error) => {
      throw error;
    },
  });

const source = textsOf(read(defaultLocale));

test('every language has its texts, and no file is left over', () => {
  expect(readdirSync(folder).sort()).toEqual(locales.map((locale) => `${locale}.json`).sort());
});

describe.each(locales)('%s', (locale) => {
  const texts = textsOf(read(locale));

  test('has exactly the keys of the source language, in its order', () => {
    expect([...texts.keys()]).toEqual([...source.keys()]);
  });

  test('uses the same arguments and tags', () => {
    for (const [key, text] of texts) {
      const original = source.get(key) ?? '';
      expect([key, argumentsOf(text), tagsOf(text)]).toEqual([key, argumentsOf(original), tagsOf(original)]);
    }
  });

  // An apostrophe quotes what follows it in a message with arguments, and branches may be missing: seen only when formatted.
  test.each([0, 1, 2, 1_000_000])('every text can be said with %i', (count) => {
    for (const [key, text] of texts) {
      const values = Object.fromEntries(argumentsOf(text).map((name) => [name, count]));
      const tags = Object.fromEntries(tagsOf(text).map((name) => [name, () => '⏎']));
      const said = String(translator(locale, text).rich('text', { ...values, ...tags }));
      expect(said.trim(), key).not.toBe('');
      expect(said, key).not.toMatch(/[{}<>#]|undefined/);
    }
  });
});
