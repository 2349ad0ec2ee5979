import { z } from 'zod';

export const idSchema = z.uuid();
/** Opaque position in a list or in the live feed. Only the server reads it. */
export const cursorSchema = z.string().regex(/^[\w.:-]{1,200}$/);
/** ISO 8601 in UTC. Views are JSON only, so that one serialised frame serves every viewer. */
export const instantSchema = z.iso.datetime();
