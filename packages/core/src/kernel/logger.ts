import pino, { type Logger } from 'pino';

export type { Logger };

/** JSON lines on stdout. Bodies, secrets and numbers never reach it: what could carry them is cut here as a last resort. */
export function createLogger({ name, level = 'info' }: { name: string; level?: string }): Logger {
  return pino({
    name,
    level,
    redact: {
      paths: [
        'body',
        'text',
        'password',
        'qr',
        'creds',
        '*.body',
        '*.text',
        '*.password',
        '*.qr',
        '*.creds',
        'req.headers.cookie',
      ],
      censor: '[redacted]',
    },
    serializers: { error: pino.stdSerializers.err, err: pino.stdSerializers.err },
  });
}

/** `5511981234567` → `55119•••4567`. */
export function maskPhone(phone: string | null): string | null {
  return phone && phone.length > 8 ? `${phone.slice(0, 5)}•••${phone.slice(-4)}` : phone && '•••';
}
