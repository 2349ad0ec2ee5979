import type { DemoPort } from '@tiktickets/api';
import { z } from 'zod';

const phonesAnswer = z.object({
  phones: z.array(z.object({ phone: z.string(), name: z.string(), role: z.enum(['customer', 'company']) })),
});
const chatAnswer = z.object({
  messages: z.array(
    z.object({
      id: z.string(),
      fromMe: z.boolean(),
      text: z.string(),
      atMs: z.number(),
      state: z.enum(['sent', 'delivered', 'read']),
    }),
  ),
  peerTyping: z.boolean(),
});
const anyAnswer = z.unknown();
const timeoutMs = 5_000;

/** The simulated customers, through the control interface of the simulator at this address. */
export function simulatorPhones(baseUrl: string): DemoPort {
  async function call<T>(path: string, answer: z.ZodType<T>, post?: { type: string; body: string }): Promise<T | null> {
    const response = await fetch(new URL(path, baseUrl), {
      signal: AbortSignal.timeout(timeoutMs),
      ...(post && { method: 'POST', headers: { 'content-type': post.type }, body: post.body }),
    });
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`The simulator answered ${response.status} to ${path}`);
    return answer.parse(await response.json());
  }
  async function tell(path: string, body: unknown): Promise<void> {
    const sent = await call(path, anyAnswer, { type: 'application/json', body: JSON.stringify(body) });
    if (sent === null) throw new Error(`The simulator knows no ${path}`);
  }
  const of = (phone: string) => `/control/phones/${encodeURIComponent(phone)}`;
  return {
    async phones() {
      const { phones } = (await call('/control/phones', phonesAnswer)) ?? { phones: [] };
      return phones.filter(({ role }) => role === 'customer');
    },
    async conversation(phone, peer) {
      return (
        (await call(`${of(phone)}/chats/${encodeURIComponent(peer)}`, chatAnswer)) ?? {
          messages: [],
          peerTyping: false,
        }
      );
    },
    send: ({ phone, to, text }) => tell(`${of(phone)}/messages`, { to, text }),
    read: (phone, peer) => tell(`${of(phone)}/read`, { peer }),
    typing: (phone, to, active) => tell(`${of(phone)}/typing`, { to, active }),
    typeCode: ({ phone, name, code }) => tell(`${of(phone)}/link-code`, { name, code }),
    async scan(qr) {
      await call('/admin/mock-phone/scan-qr', anyAnswer, { type: 'text/plain', body: qr });
    },
  };
}
