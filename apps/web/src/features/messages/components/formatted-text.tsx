import { type ReactNode, use, useMemo } from 'react';
import { parseFormatting, type TextNode } from '../content/formatting.ts';
import { withNames } from '../content/mentions.ts';
import { PeopleContext } from './people-context.tsx';

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
      return <Words key={key} text={node.text} />;
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

function Words({ text }: { text: string }) {
  const people = use(PeopleContext);
  if (people.length === 0) return text;
  return withNames(text, people).map((part, index) =>
    part.isMention ? (
      <bdi className="font-medium text-accent" key={`${index}:${part.text}`}>
        {part.text}
      </bdi>
    ) : (
      part.text
    ),
  );
}
