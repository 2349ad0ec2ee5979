/** Digits as people write them: Brazilian numbers with area code and dash, others grouped after the plus sign. */
export function formatPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  const brazil = /^55(\d{2})(\d{4,5})(\d{4})$/.exec(digits);
  if (brazil) return `+55 ${brazil[1]} ${brazil[2]}-${brazil[3]}`;
  return digits ? `+${digits}` : phone;
}

/** A contact without a name of its own carries its bare number there. */
export function displayName(contact: { name: string; phone: string | null }, unnamed: string): string {
  const name = contact.name.trim();
  if (/^\+?\d{8,15}$/.test(name)) return formatPhone(name);
  return name || (contact.phone ? formatPhone(contact.phone) : unnamed);
}

/** Where a person's picture is; undefined when there is none. */
export const pictureOf = (contact: { id: string; picture: string | null }): string | undefined =>
  contact.picture === null ? undefined : `/api/media/picture/${contact.id}?v=${contact.picture}`;
