export { getContact } from './get-contact.ts';
export { linkIdentity } from './link-identity.ts';
export { cleanName, fallbackName } from './rules.ts';
