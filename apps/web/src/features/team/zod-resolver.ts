import type { FieldErrors, FieldValues, Resolver } from 'react-hook-form';
import type { ZodType } from 'zod';

/** Checks a form with a contract's own schema. Only the first problem of a field is shown. */
export function zodResolver<T extends FieldValues>(schema: ZodType<T>): Resolver<T> {
  return (values) => {
    const parsed = schema.safeParse(values);
    if (parsed.success) return { values: parsed.data, errors: {} };
    const problems = new Map<string, { type: string; message: string }>();
    for (const issue of parsed.error.issues) {
      const field = issue.path.join('.');
      if (!problems.has(field)) problems.set(field, { type: issue.code, message: issue.message });
    }
    return { values: {}, errors: asFieldErrors<T>(problems) };
  };
}

/** The paths of a schema for T are the fields of T. */
function asFieldErrors<T extends FieldValues>(
  problems: Map<string, { type: string; message: string }>,
): FieldErrors<T> {
  return Object.fromEntries(problems) as FieldErrors<T>;
}
