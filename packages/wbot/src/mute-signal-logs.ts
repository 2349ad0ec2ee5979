/** What the Signal library prints through `console`, private ratchet keys included. */
const signalPhrases = [
  'Closing session:',
  'Opening session:',
  'Removing old closed session:',
  'Session already closed',
  'Session already open',
  'Closing open session in favor of incoming prekey bundle',
  'Closing stale open session',
  'Decrypted message with closed session.',
  'Failed to decrypt message with any known session',
  'Session error:',
  'Migrating session to:',
  'V1 session storage migration error',
];

const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
let muted = false;

/** Drops the Signal library's console output for the whole process. Doing it again changes nothing. */
export function muteSignalLogs(): void {
  if (muted) return;
  muted = true;
  for (const method of methods) {
    // biome-ignore lint/suspicious/noConsole: this is the place that tames it
    const original = console[method].bind(console);
    console[method] = (...parts: unknown[]) => {
      const first = parts[0];
      if (typeof first === 'string' && signalPhrases.some((phrase) => first.startsWith(phrase))) return;
      original(...parts);
    };
  }
}
