import type { Permission } from '@tiktickets/core/contracts';
import { AppError, errorTable, forbidden, invalidInput, toAppError } from '@tiktickets/core/kernel';
import { initTRPC, TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import type { ApiContext } from './context.ts';
import { trpcCodeOf } from './errors.ts';

interface Meta {
  /** The permission a procedure asks for; `public` and `signed-in` are the two that need none. */
  permission: Permission | 'public' | 'signed-in';
}

const t = initTRPC
  .context<ApiContext>()
  .meta<Meta>()
  .create({
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 20_000 } },
    errorFormatter: ({ shape, error }) => {
      const app = appErrorOf(error);
      // No stack, no cause, no message of an unexpected error ever reaches a person.
      return {
        ...shape,
        message: app.message,
        data: {
          code: shape.data.code,
          httpStatus: errorTable[app.code].status,
          path: shape.data.path,
          app: { code: app.code, field: app.field, details: app.details },
        },
      };
    },
  });

/** One of ours for whatever a procedure threw. */
export function appErrorOf(error: TRPCError): AppError {
  const { cause } = error;
  if (cause instanceof AppError) return cause;
  if (cause instanceof ZodError) {
    const issue = cause.issues[0];
    return invalidInput(issue?.path.join('.') || 'input', issue?.message ?? 'is not valid');
  }
  if (error.code === 'NOT_FOUND') return new AppError('not-found', 'no such procedure', { field: 'path' });
  if (error.code === 'PAYLOAD_TOO_LARGE') return invalidInput('request', 'is too large');
  if (
    error.code === 'PARSE_ERROR' ||
    error.code === 'BAD_REQUEST' ||
    error.code === 'METHOD_NOT_SUPPORTED' ||
    error.code === 'UNSUPPORTED_MEDIA_TYPE'
  ) {
    return invalidInput('request', 'could not be understood');
  }
  return toAppError(cause ?? error);
}

/** Gives every failure its code, so that transports answer with the right status. */
const mapErrors = t.middleware(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const app = appErrorOf(result.error);
  if (errorTable[app.code].pages) ctx.kernel.logger.error({ err: app.cause, path }, 'a procedure failed unexpectedly');
  throw new TRPCError({ code: trpcCodeOf[app.code], message: app.message, cause: app });
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** For the few procedures on the public list of the permission test. */
export const publicProcedure = t.procedure.meta({ permission: 'public' }).use(mapErrors);

/** Anybody who is signed in. */
export const authed = t.procedure
  .meta({ permission: 'signed-in' })
  .use(mapErrors)
  .use(({ ctx, next }) => {
    if (!ctx.user) throw new AppError('unauthenticated', 'sign in first');
    return next({ ctx: { ...ctx, user: ctx.user } });
  });

/** People whose role has this permission. */
export const can = (permission: Permission) =>
  authed.meta({ permission }).use(({ ctx, next }) => {
    if (!ctx.user.actor.permissions.includes(permission)) throw forbidden(permission);
    return next({ ctx });
  });
