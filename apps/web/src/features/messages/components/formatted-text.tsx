import { type ReactNode, useMemo } from 'react';
import { parseFormatting, type TextNode } from '../content/formatting.ts';

/** Text with WhatsApp's marks, as elements: nothing of it is ever read as HTML. */
export function FormattedText({ text }: { text: string }) {
  const nodes = useMemo(() => parseFormatting(text), [text]);
  return draw(nodes);
}

function draw(nodes: readonly TextNode[]): ReactNode {
  return nodes.map((node, index) => drawOne(node, `${index}:${node.type}`));
}

function drawOne(node: TextNode, key: string): ReactNode {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'link':
      return (
        <a className="text-accent underline" href={node.href} key={key} rel="noopener noreferrer" target="_blank">
          {node.text}
        </a>
      );
    case 'code':
      return (
        <code className="rounded bg-line px-1 font-mono text-[0.92em]" key={key}>
          {node.text}
        </code>
      );
    case 'block':
      return (
        <code className="block font-mono text-[0.92em]" key={key}>
          {node.text}
        </code>
      );
    case 'bold':
      return <strong key={key}>{draw(node.children)}</strong>;
    case 'italic':
      return <em key={key}>{draw(node.children)}</em>;
    case 'strike':
      return <s key={key}>{draw(node.children)}</s>;
  }
}
