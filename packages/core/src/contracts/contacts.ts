import { z } from 'zod';
import { idSchema } from './ids.ts';

export const contactIdInput = z.object({ id: idSchema });

export interface ContactView {
  id: string;
  name: string;
  phone: string | null;
  /** WhatsApp's own id of a person whose number is hidden. */
  lid: string | null;
  createdAt: string;
}
