export interface Size {
  value: number;
  unit: 'byte' | 'kilobyte' | 'megabyte' | 'gigabyte';
}

/** A size as people say it: one decimal below ten, none above. */
export function sizeOf(bytes: number): Size {
  const units: Size['unit'][] = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let value = Math.max(0, bytes);
  let at = 0;
  while (value >= 1_000 && at < units.length - 1) {
    value /= 1_024;
    at += 1;
  }
  return { value: at > 0 && value < 10 ? Math.round(value * 10) / 10 : Math.round(value), unit: units[at] ?? 'byte' };
}

/** 0:07, 12:30, 1:02:03. */
export function clockOf(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const two = (part: number) => String(part).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

const widest = 320;
const tallest = 340;
const narrowest = 150;

/** The box of a picture or film, known before it has loaded, so that nothing moves when it has. */
export function frameOf(width: number | null, height: number | null): { widthPx: number; ratio: number } {
  const known = width && height && width > 0 && height > 0 ? width / height : 4 / 3;
  const ratio = Math.min(2.4, Math.max(0.56, known));
  const small = width && width > 0 ? Math.min(widest, Math.max(width, 220)) : widest;
  return { widthPx: Math.round(Math.max(narrowest, Math.min(small, tallest * ratio))), ratio };
}
