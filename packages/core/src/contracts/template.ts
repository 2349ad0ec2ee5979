/** What a prepared text may mention: `{{contact.first_name | "cliente"}}`, where the words in quotes stand in for nothing. */
export const templateVariables = [
  'contact.name',
  'contact.first_name',
  'contact.phone',
  'agent.name',
  'agent.first_name',
  'queue.name',
  'protocol',
  'greeting',
] as const;
export type TemplateVariable = (typeof templateVariables)[number];
export type TemplateValues = Record<TemplateVariable, string | null>;

const mention = /\{\{\s*([^{}|]*?)\s*(?:\|\s*"([^"{}]*)"\s*)?\}\}/g;
const isKnown = (name: string): name is TemplateVariable => templateVariables.some((known) => known === name);

/** Names between braces that mean nothing to us, each once. */
export function unknownVariables(text: string): string[] {
  const names = [...text.matchAll(mention)].map(([, name = '']) => name);
  return [...new Set(names.filter((name) => !isKnown(name)))];
}

/** The text with its variables filled in. What has no value and no stand-in leaves nothing behind. */
export function fillTemplate(text: string, values: TemplateValues): string {
  return text.replaceAll(mention, (whole: string, name: string, standIn?: string) =>
    isKnown(name) ? values[name] || (standIn ?? '') : whole,
  );
}

/** The first word of a name, as one is addressed. */
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? '';
