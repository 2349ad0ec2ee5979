export * from './contract.ts';
export { createWhatsAppDriver } from './whatsapp/driver.ts';
export { reserveMessageId } from './whatsapp/message-id.ts';
export type { WhatsAppDriverOptions, WhatsAppTimings } from './whatsapp/options.ts';
