import { z } from 'zod';
import { textBodySchema } from './messages.ts';

/** The simulated phones of the demo, as the page shows them. */
export interface DemoPhone {
  phone: string;
  name: string;
  /** The company's number that this phone writes to; null until one is paired. */
  companyPhone: string | null;
  companyTyping: boolean;
  messages: { id: string; fromMe: boolean; text: string; atMs: number; state: 'sent' | 'delivered' | 'read' }[];
}
export interface DemoPhones {
  phones: DemoPhone[];
  /** Channels of this company that show a QR code now. */
  waiting: { channelId: string; name: string }[];
  /** Channels that wait for a code to be typed on a phone. */
  waitingForCode: { channelId: string; name: string }[];
}
export const demoSendInput = z.object({ phone: z.string().min(5).max(20), text: textBodySchema });
export const demoTypingInput = z.object({ phone: z.string().min(5).max(20), active: z.boolean() });
export const demoReadInput = z.object({ phone: z.string().min(5).max(20) });
export const demoScanInput = z.object({ channelId: z.uuid() });
export const demoTypeCodeInput = z.object({
  channelId: z.uuid(),
  /** As it is shown, with or without the dash. */
  code: z
    .string()
    .transform((text) => text.replaceAll(/[^0-9a-z]/gi, '').toUpperCase())
    .pipe(z.string().regex(/^[0-9A-Z]{8}$/)),
});
