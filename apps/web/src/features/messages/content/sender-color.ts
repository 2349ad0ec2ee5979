const hues = ['#b0506a', '#3a76a6', '#527b3c', '#90692a', '#54737f', '#8556a8', '#a8573a', '#4a7a6b'];

/** A colour that stays with a person, dark enough on a light bubble and light enough on a dark one. */
export function senderColor(id: string): string {
  let hash = 7;
  for (let i = 0; i < id.length; i += 1) hash = (hash * 31 + id.charCodeAt(i)) >>> 0;
  return `color-mix(in srgb, ${hues[hash % hues.length]} 55%, var(--text))`;
}
