export { getContact } from './get-contact.ts';
export { lockIdentities } from './identity-lock.ts';
export { linkIdentity, release } from './link-identity.ts';
export { changingIdentities, mergeContacts } from './merge-contacts.ts';
export * from './rules.ts';
