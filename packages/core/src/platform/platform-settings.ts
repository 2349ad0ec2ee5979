import { withPlatform } from '@tiktickets/db';
import { invalidInput, type Kernel } from '../kernel/index.ts';

/** "2.3000.1023" as its three numbers; null for anything else. */
export function parseClientVersion(text: string): readonly [number, number, number] | null {
  const [, primary, secondary, tertiary] = /^(\d{1,4})\.(\d{1,6})\.(\d{1,12})$/.exec(text) ?? [];
  return primary && secondary && tertiary ? [Number(primary), Number(secondary), Number(tertiary)] : null;
}

/** Each setting of the platform, and what its value must look like. */
const settings: Record<string, (value: string) => boolean> = {
  'wa-version': (value) => parseClientVersion(value) !== null,
};

/**
 * Sets a value that takes hold without a new start, or with null gives the default back. A platform entry point.
 * @throws {AppError} `invalid-input` for an unknown key or a value that it cannot have
 */
export async function setPlatformSetting(
  kernel: Pick<Kernel, 'database'>,
  { key, value }: { key: string; value: string | null },
): Promise<void> {
  const fits = settings[key];
  if (!fits) throw invalidInput('key', `is none of ${Object.keys(settings).join(', ')}`);
  if (value !== null && !fits(value)) throw invalidInput('value', `is not what ${key} can be`);
  await withPlatform({ database: kernel.database }, async (scope) => {
    if (value === null) await scope.query('delete from platform_settings where key = $1', [key]);
    else {
      await scope.query(
        `insert into platform_settings (key, value) values ($1, $2)
         on conflict (key) do update set value = excluded.value, updated_at = now()`,
        [key, value],
      );
    }
  });
}
