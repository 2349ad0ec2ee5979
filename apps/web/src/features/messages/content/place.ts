export interface Coordinates {
  latitude: number;
  longitude: number;
}

const pair = /(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)/;

/** Coordinates as maps show them, alone or in a map's address (`…/@-23.56,-46.65,17z`, `?q=-23.56,-46.65`). */
export function readPlace(text: string): Coordinates | null {
  const address = /^https?:/.test(text.trim());
  const part = address ? /[@=/](-?\d{1,2}\.\d+,-?\d{1,3}\.\d+)/.exec(decodeURIComponentSafely(text))?.[1] : text.trim();
  const found = part ? pair.exec(part) : null;
  if (!found || (!address && found[0] !== part)) return null;
  const [latitude, longitude] = [Number(found[1]), Number(found[2])];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
