import { announceMigrations } from './announce-migrations.ts';
import { announceRetirements } from './announce-retirements.ts';
import { announceWork } from './announce-work.ts';
import type { Parts } from './parts.ts';

/**
 * Says what is due to be said: of planned work, of migrations, of what retires. One that fails does not keep the others quiet.
 *
 * @throws the first error of those that failed
 */
export async function announce(parts: Parts): Promise<void> {
  const said = await Promise.allSettled([announceWork(parts), announceMigrations(parts), announceRetirements(parts)]);
  for (const one of said) if (one.status === 'rejected') throw one.reason;
}
