const neutral = [18, 30, 22, 42, 34, 24, 48, 28, 20, 38, 52, 30, 24, 44, 32, 20];

/** The levels of a voice note, 0 to 100, as that many bars; a calm pattern where none are known. */
export function barsOf(waveform: string | null, count: number): number[] {
  const levels = decodeLevels(waveform);
  if (levels.length === 0) return Array.from({ length: count }, (_, index) => neutral[index % neutral.length] ?? 0);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * levels.length) / count);
    const until = Math.max(from + 1, Math.floor(((index + 1) * levels.length) / count));
    return Math.max(...levels.slice(from, until));
  });
}

function decodeLevels(waveform: string | null): number[] {
  if (!waveform) return [];
  try {
    const levels = Array.from(atob(waveform.slice(0, 1_024)), (character) => Math.min(100, character.charCodeAt(0)));
    return levels.some((level) => level > 0) ? levels : [];
  } catch {
    return [];
  }
}
