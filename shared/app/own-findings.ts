import type { OwnFinding } from '../domain/fleet/own-finding.ts';
import type { Parts } from './parts.ts';

export type Trouble = Omit<OwnFinding, 'since' | 'lastSeen'>;

/**
 * Makes the findings about ourselves under `prefix` exactly `current`: raises what is there and
 * clears what is no longer there. Findings under other prefixes are not touched.
 */
export async function syncOwnFindings(
  { ownFindings, clock }: Pick<Parts, 'ownFindings' | 'clock'>,
  prefix: string,
  current: readonly Trouble[],
): Promise<void> {
  const now = clock.now();
  const raised = current.map((trouble) => ({
    ...trouble,
    id: trouble.id.startsWith(prefix) ? trouble.id : `${prefix}${trouble.id}`,
    since: now,
    lastSeen: now,
  }));
  const ids = new Set(raised.map(({ id }) => id));
  const over = (await ownFindings.list()).map(({ id }) => id).filter((id) => id.startsWith(prefix) && !ids.has(id));
  if (raised.length > 0) await ownFindings.raise(raised);
  if (over.length > 0) await ownFindings.clear(over);
}
