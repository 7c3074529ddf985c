import type { Migration } from '../../domain/migration/migration.ts';
import { hasEnded } from '../../domain/migration/status-table.ts';
import { VIABILITY_WARNING_MS, type Viability } from '../../domain/migration/viability.ts';
import { type Instant, momentText } from '../../domain/time.ts';
import type { ViabilityView } from '../migration-views.ts';
import { iso } from './iso.ts';

/**
 * Whether there is a way back, as far as it was seen and as it stands now: the clock goes on between two passes, and
 * a date that has passed since is not promised any more.
 */
export function viabilityView({ sight, status }: Migration, now: Instant): ViabilityView {
  if (hasEnded(status)) return none('over', 'It has ended; going back from here is another migration.');
  if (!sight) return none('unknown', 'Nobody has looked yet: the first pass says it.');
  return { ...kindNow(sight.viability, now), endings: endingsOf(sight.viability) };
}

function kindNow({ kind, until, why }: Viability, now: Instant): Omit<ViabilityView, 'endings'> {
  if (until === undefined) return { kind, why };
  const passed = until <= now && (kind === 'possible' || kind === 'ending-soon');
  if (passed) {
    return {
      kind: 'unknown',
      until: iso(until),
      why: `What was last seen held until ${momentText(until)}; nobody has looked since.`,
    };
  }
  const soon = kind === 'possible' && until - now <= VIABILITY_WARNING_MS;
  return { kind: soon ? 'ending-soon' : kind, until: iso(until), why };
}

function endingsOf({ endings }: Viability): ViabilityView['endings'] {
  return endings.map(({ kind, at, why }) => ({ kind, ...(at !== undefined && { at: iso(at) }), why }));
}

function none(kind: 'over' | 'unknown', why: string): ViabilityView {
  return { kind, why, endings: [] };
}
