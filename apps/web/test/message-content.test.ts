import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endingOf, lookOf } from '../src/features/messages/content/file-look.ts';
import { parseFormatting, type TextNode } from '../src/features/messages/content/formatting.ts';
import { clockOf, frameOf, sizeOf } from '../src/features/messages/content/measures.ts';
import { downloadSource, mediaSource, thumbnailSource } from '../src/features/messages/content/media-source.ts';
import { plainOf } from '../src/features/messages/content/plain.ts';
import { barsOf } from '../src/features/messages/content/waveform.ts';

/** The tree as text again, in marks that no message uses. */
const shown = (nodes: readonly TextNode[]): string =>
  nodes
    .map((node) => {
      if ('children' in node) return `<${node.type[0]}>${shown(node.children)}</>`;
      return node.type === 'text' ? node.text : `<${node.type}:${node.text}>`;
    })
    .join('');
const plain = (nodes: readonly TextNode[]): string =>
  nodes.map((node) => ('children' in node ? plain(node.children) : node.text)).join('');

test('a line without formatting shows words, not marks, and leaves what is none', () => {
  expect(plainOf('_aguardo_ o *retorno*, ~não~')).toBe('aguardo o retorno, não');
  expect(plainOf('*_ambos_*')).toBe('ambos');
  for (const text of ['2 * 3 * 4', 'nome_de_arquivo', '* item', 'a*b*c', '']) expect(plainOf(text)).toBe(text);
});

describe('WhatsApp formatting', () => {
  test.each([
    ['*oi*', '<b>oi</>'],
    ['_oi_ e ~não~', '<i>oi</> e <s>não</>'],
    ['*a _b ~c~_*', '<b>a <i>b <s>c</></></>'],
    ['2*3*4', '2*3*4'],
    ['snake_case_name', 'snake_case_name'],
    ['* item *', '* item *'],
    ['*sem fim', '*sem fim'],
    ['*uma\nlinha*', '*uma\nlinha*'],
    ['(*oi*)!', '(<b>oi</>)!'],
    ['`a *b*`', '<code:a *b*>'],
    ['antes ```a\n*b*``` depois', 'antes <block:a\n*b*> depois'],
    ['```sem fim *oi*', '```sem fim <b>oi</>'],
    ['https://a.b/x_y_z, ok', '<link:https://a.b/x_y_z>, ok'],
    ['*https://a.b*', '<b><link:https://a.b></>'],
    ['`https://a.b` www.c.d', '<code:https://a.b> <link:www.c.d>'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['**', '**'],
    ['', ''],
  ])('%j', (text, expected) => expect(shown(parseFormatting(text))).toBe(expected));

  test('no text is lost, and only web addresses become links, whatever is written', () => {
    const piece = fc.constantFrom(
      '*',
      '_',
      '~',
      '`',
      '```',
      ' ',
      '\n',
      'a',
      'é',
      '😀',
      'https://x.y',
      'javascript:',
      '<b>',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
    );
    const bare = (value: string) => value.replace(/[*_~`\n]/g, '');
    fc.assert(
      fc.property(text, (value) => {
        const nodes = parseFormatting(value);
        expect(bare(plain(nodes))).toBe(bare(value));
        const hrefs = (list: readonly TextNode[]): string[] =>
          list.flatMap((node) => {
            if ('children' in node) return hrefs(node.children);
            return 'href' in node ? [node.href] : [];
          });
        for (const href of hrefs(nodes)) expect(href).toMatch(/^https?:\/\//i);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    '*'.repeat(65_536),
    '*a'.repeat(32_768),
    ' *a'.repeat(21_845),
    '*a '.repeat(21_845),
    '*_~a'.repeat(16_384),
    '`'.repeat(65_536),
    '```a'.repeat(16_384),
    'https://'.repeat(8_192),
    'http://!'.repeat(8_192),
    ' `a` https://a.b'.repeat(4_096),
    '\n'.repeat(65_536),
  ])('hostile text takes no longer than other text (%#)', (text) => {
    const startedAtMs = performance.now();
    parseFormatting(text);
    expect(performance.now() - startedAtMs).toBeLessThan(400);
  });
});

describe('voice notes', () => {
  test('levels become bars, the loudest of each stretch', () => {
    const levels = btoa(String.fromCharCode(...Array.from({ length: 64 }, (_, index) => index)));
    expect(barsOf(levels, 4)).toEqual([15, 31, 47, 63]);
    expect(barsOf(levels, 128)).toHaveLength(128);
    expect(barsOf(btoa('\u00ff'.repeat(64)), 2)).toEqual([100, 100]);
  });
  test.each([null, '', '%%%', btoa('\u0000'.repeat(64))])('%j draws a calm line', (waveform) => {
    expect(barsOf(waveform, 8)).toEqual(barsOf(null, 8));
    expect(Math.min(...barsOf(waveform, 8))).toBeGreaterThan(0);
  });
  test('lengths', () => {
    expect([0, 7.9, 59, 750, 3_723, Number.NaN, -3].map(clockOf)).toEqual([
      '0:00',
      '0:07',
      '0:59',
      '12:30',
      '1:02:03',
      '0:00',
      '0:00',
    ]);
  });
});

test('sizes as people say them', () => {
  expect([0, 999, 1_500, 12_345, 1_258_291, 104_857_600, 5e9].map((bytes) => Object.values(sizeOf(bytes)))).toEqual([
    [0, 'byte'],
    [999, 'byte'],
    [1.5, 'kilobyte'],
    [12, 'kilobyte'],
    [1.2, 'megabyte'],
    [100, 'megabyte'],
    [4.7, 'gigabyte'],
  ]);
});

test('a picture has its box before it has loaded, and never an absurd one', () => {
  expect(frameOf(null, null)).toEqual({ widthPx: 320, ratio: 4 / 3 });
  expect(frameOf(0, 100).ratio).toBe(4 / 3);
  expect(frameOf(1_000, 1_000)).toEqual({ widthPx: 320, ratio: 1 });
  for (const [width, height] of [
    [1, 100_000],
    [100_000, 1],
    [40, 40],
    [3_000, 4_000],
  ] as const) {
    const { widthPx, ratio } = frameOf(width, height);
    expect(widthPx).toBeGreaterThanOrEqual(150);
    expect(widthPx).toBeLessThanOrEqual(320);
    expect(widthPx / ratio).toBeLessThanOrEqual(342);
  }
});

test.each([
  ['application/pdf', null, 'pdf'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', null, 'sheet'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', null, 'words'],
  ['application/octet-stream', 'Relatório.XLSX', 'sheet'],
  ['application/zip', 'a.zip', 'archive'],
  ['image/heic', null, 'picture'],
  ['application/octet-stream', 'semfim', 'other'],
])('%s %s is drawn as %s', (mimetype, fileName, look) => expect(lookOf(mimetype, fileName)).toBe(look));

test('addresses of files, and pictures within a message', () => {
  expect(endingOf('Boleto.PDF')).toBe('pdf');
  expect(endingOf(null)).toBe('');
  expect(mediaSource('a/../b')).toBe('/api/media/a%2F..%2Fb');
  expect(downloadSource('x')).toBe('/api/media/x?download=1');
  expect(thumbnailSource('/9j/4AAQ==')).toBe('data:image/jpeg;base64,/9j/4AAQ==');
  expect(thumbnailSource('"><script>')).toBeNull();
  expect(thumbnailSource(null)).toBeNull();
});
