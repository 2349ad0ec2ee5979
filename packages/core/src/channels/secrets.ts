import type { Context } from '../kernel/index.ts';
import { type SecretBox, secretBox } from './secret-box.ts';

/** Seals what a channel's connection needs: credentials, keys and the address of its proxy. */
export const channelSecrets = (ctx: Context): SecretBox =>
  secretBox({ secret: ctx.kernel.appSecret, tenantId: ctx.tenantId, purpose: 'channel credentials' });

export const proxyPlace = (channelId: string): string => [channelId, 'proxy', ''].join('\n');
