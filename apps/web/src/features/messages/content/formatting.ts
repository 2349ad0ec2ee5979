export type TextNode =
  | { type: 'text'; text: string }
  | { type: 'link'; text: string; href: string }
  | { type: 'code' | 'block'; text: string }
  | { type: 'bold' | 'italic' | 'strike'; children: TextNode[] };

type Mark = 'bold' | 'italic' | 'strike';
interface Atom {
  start: number;
  end: number;
  node: TextNode;
}

const marks: Record<string, Mark> = { '*': 'bold', _: 'italic', '~': 'strike' };
const fence = '```';
const link = /\b(?:https?:\/\/|www\.)[^\s<>"`]+[^\s<>".,;:!?)\]}*_~`]/giu;
const code = /`([^`\n]+)`/g;
const wordCharacter = /[\p{L}\p{N}]/u;
const blank = /\s/;

/** WhatsApp's marks as a tree. What does not pair up stays as typed; takes time in proportion to the text, whatever it holds. */
export function parseFormatting(text: string): TextNode[] {
  const nodes: TextNode[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf(fence, at);
    const close = open < 0 ? -1 : text.indexOf(fence, open + fence.length + 1);
    if (close < 0) break;
    nodes.push(...parseLines(text.slice(at, open)));
    nodes.push({ type: 'block', text: text.slice(open + fence.length, close).replace(/^\n|\n$/g, '') });
    // The block ends its line by itself.
    at = close + fence.length + (text[close + fence.length] === '\n' ? 1 : 0);
  }
  return [...nodes, ...parseLines(text.slice(at))];
}

function parseLines(text: string): TextNode[] {
  const nodes: TextNode[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) nodes.push({ type: 'text', text: '\n' });
    if (line !== '') for (const node of new LineParser(line).parse()) nodes.push(node);
  }
  return joined(nodes);
}

class LineParser {
  readonly #line: string;
  readonly #atoms: Map<number, Atom>;
  readonly #closers = new Map<string, number[]>();

  constructor(line: string) {
    this.#line = line;
    this.#atoms = atomsOf(line);
    for (let i = 0; i < line.length; i += 1) {
      const atom = this.#atoms.get(i);
      if (atom) i = atom.end - 1;
      else if (this.#mayClose(i)) this.#closersOf(line[i] ?? '').push(i);
    }
  }

  parse(): TextNode[] {
    return this.#range(0, this.#line.length, '');
  }

  /** `inside`: the marks around this range; none opens within itself, which bounds the depth. */
  #range(start: number, end: number, inside: string): TextNode[] {
    const nodes: TextNode[] = [];
    let textFrom = start;
    let at = start;
    while (at < end) {
      const atom = this.#atoms.get(at);
      const close = atom ? -1 : this.#closeOf(at, end, inside);
      if (!atom && close < 0) {
        at += 1;
        continue;
      }
      if (textFrom < at) nodes.push({ type: 'text', text: this.#line.slice(textFrom, at) });
      if (atom) nodes.push(atom.node);
      else nodes.push(this.#marked(at, close, inside));
      at = atom ? atom.end : close + 1;
      textFrom = at;
    }
    if (textFrom < end) nodes.push({ type: 'text', text: this.#line.slice(textFrom, end) });
    return nodes;
  }

  #marked(open: number, close: number, inside: string): TextNode {
    const character = this.#line[open] ?? '';
    const children = this.#range(open + 1, close, inside + character);
    return { type: marks[character] ?? 'bold', children };
  }

  /** Where the mark that opens at `at` closes; -1 when none does. */
  #closeOf(at: number, end: number, inside: string): number {
    const character = this.#line[at] ?? '';
    if (!(character in marks) || inside.includes(character)) return -1;
    const next = this.#line[at + 1] ?? ' ';
    if (blank.test(next) || next === character || wordCharacter.test(this.#line[at - 1] ?? '')) return -1;
    const closers = this.#closersOf(character);
    const close = closers[firstAbove(closers, at + 1)];
    return close !== undefined && close < end ? close : -1;
  }

  #mayClose(at: number): boolean {
    if (!((this.#line[at] ?? '') in marks)) return false;
    return !blank.test(this.#line[at - 1] ?? ' ') && !wordCharacter.test(this.#line[at + 1] ?? '');
  }

  #closersOf(character: string): number[] {
    const known = this.#closers.get(character) ?? [];
    this.#closers.set(character, known);
    return known;
  }
}

/** Addresses and code: marks within them mean nothing. */
function atomsOf(line: string): Map<number, Atom> {
  const atoms = new Map<number, Atom>();
  let codeEnd = 0;
  const codes = [...line.matchAll(code)];
  for (const match of codes) {
    const end = match.index + match[0].length;
    atoms.set(match.index, { start: match.index, end, node: { type: 'code', text: match[1] ?? '' } });
  }
  let nextCode = 0;
  for (const match of line.matchAll(link)) {
    while ((codes[nextCode]?.index ?? Number.POSITIVE_INFINITY) < match.index) {
      codeEnd = (codes[nextCode]?.index ?? 0) + (codes[nextCode]?.[0].length ?? 0);
      nextCode += 1;
    }
    if (match.index < codeEnd) continue;
    const [text] = match;
    const href = /^www\./i.test(text) ? `https://${text}` : text;
    atoms.set(match.index, {
      start: match.index,
      end: match.index + text.length,
      node: { type: 'link', text, href },
    });
  }
  return atoms;
}

function firstAbove(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > limit - 1) high = middle;
    else low = middle + 1;
  }
  return low;
}

function joined(nodes: readonly TextNode[]): TextNode[] {
  const result: TextNode[] = [];
  let run: string[] = [];
  const flush = () => {
    if (run.length > 0) result.push({ type: 'text', text: run.join('') });
    run = [];
  };
  for (const node of nodes) {
    if (node.type === 'text') run.push(node.text);
    else {
      flush();
      result.push(node);
    }
  }
  flush();
  return result;
}
