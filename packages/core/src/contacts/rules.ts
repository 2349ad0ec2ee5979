import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** What to call somebody who gave no name: their number as written in their country, or the end of their hidden id. */
export function fallbackName(person: { phone: string | null; lid: string | null }): string {
  if (person.phone) return parsePhoneNumberFromString(`+${person.phone}`)?.formatInternational() ?? `+${person.phone}`;
  return `WhatsApp ${person.lid?.slice(-4) ?? ''}`.trim();
}

/** A profile name as we keep it: one line, no control characters, at most 120 characters; null when nothing is left. */
export function cleanName(name: string | null): string | null {
  const clean =
    name
      ?.toWellFormed()
      .replaceAll(/[\p{Cc}\s]+/gu, ' ')
      .trim()
      .slice(0, 120) ?? '';
  return clean === '' ? null : clean;
}
