/** WhatsApp's marks taken off where they would be drawn: for one line that shows no formatting. */
export function plainOf(text: string): string {
  let plain = text;
  // Marks stand inside each other, three deep at most.
  for (let depth = 0; depth < 3; depth += 1) plain = plain.replace(paired, '$2');
  return plain;
}

const paired = /(?<![\p{L}\p{N}])([*_~])(?!\s)([^*_~\n]+?)(?<!\s)\1(?![\p{L}\p{N}])/gu;
