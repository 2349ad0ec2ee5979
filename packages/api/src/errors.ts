import type { ErrorCode } from '@tiktickets/core/contracts';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';

export const trpcCodeOf: Record<ErrorCode, TRPC_ERROR_CODE_KEY> = {
  'invalid-input': 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  'not-found': 'NOT_FOUND',
  conflict: 'CONFLICT',
  'already-accepted': 'CONFLICT',
  stale: 'CONFLICT',
  'rate-limited': 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
};
