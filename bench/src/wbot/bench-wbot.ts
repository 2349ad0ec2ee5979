import { openNetwork } from './installation.ts';
import { benchMemory } from './memory.ts';
import { benchTraffic } from './traffic.ts';

export interface Figure {
  what: string;
  ours: string;
  reference: string;
}

export type Print = (figure: Figure) => void;

export const wbotHeading = '| what | here | the bare library, measured before |\n| --- | --- | --- |';
export const wbotLine = ({ what, ours, reference }: Figure): string => `| ${what} | ${ours} | ${reference} |`;

/**
 * The driver on PostgreSQL: pairing, memory, messages in and out, recovery. `print` gets each row as soon as it is known.
 * Of traffic alone only as many numbers are paired as messages need.
 */
export async function benchWbot(
  options: { memoryAt: readonly number[]; messages: number; contacts: number; only?: 'memory' | 'traffic' | undefined },
  print: Print,
): Promise<void> {
  const { memoryAt, messages, contacts, only } = options;
  const most = only === 'traffic' ? 10 : Math.max(...memoryAt);
  await using network = await openNetwork(most);
  await benchMemory(network, { numbers: most, memoryAt: only === 'traffic' ? [] : memoryAt }, print);
  if (only !== 'memory') await benchTraffic(network, { sessions: Math.min(10, most), messages, contacts }, print);
}
