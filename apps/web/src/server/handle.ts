/**
 * What pages and route handlers may ask of the process that serves them. Next bundles its handlers apart from
 * `server.ts`; this handle on `globalThis` is the one bridge, so that there is one database pool and one hub.
 */
export interface ServerHandle {
  authSecret: string;
  publicUrl: string;
  /** Where this process answers `/api/trpc` for its own pages. */
  loopbackUrl: string;
  signIn(input: SignInAttempt): Promise<SignInResult>;
  signOut(sessionId: string): Promise<void>;
}

export interface SignInAttempt {
  email: string;
  password: string;
  ip: string | null;
  userAgent: string;
}
export type SignInResult =
  | { sessionId: string; userId: string }
  | { error: 'wrong-pair' | 'rate-limited' | 'unavailable' };

declare global {
  var tikticketsServer: ServerHandle | undefined;
}

export function provideServerHandle(handle: ServerHandle): void {
  globalThis.tikticketsServer = handle;
}

export function serverHandle(): ServerHandle {
  if (!globalThis.tikticketsServer) throw new Error('Start the web app through server.ts');
  return globalThis.tikticketsServer;
}
