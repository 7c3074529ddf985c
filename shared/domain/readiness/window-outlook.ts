import type { Cluster } from '../fleet/cluster.ts';
import { openingsOf } from '../plan/maintenance-windows.ts';
import { type Instant, MS_PER_DAY } from '../time.ts';
import type { WindowOutlook } from './subject.ts';

/** The first of them that a cluster has governs its nodes. */
const GOVERNING = ['aksmanagednodeosupgradeschedule', 'aksmanagedautoupgradeschedule', 'default'];

/** A yearly rhythm is the longest there is; with a leap day to spare. */
const HORIZON_DAYS = 400;

/** When the cluster's maintenance window is next open for its nodes, by its AKS maintenance configurations alone. */
export function windowOutlook({ maintenance }: Cluster, now: Instant): WindowOutlook {
  if (maintenance === undefined) return { kind: 'unknown', why: 'the maintenance configurations were not read' };
  const configuration = GOVERNING.flatMap((wanted) =>
    maintenance.filter(({ name }) => name.toLowerCase() === wanted),
  )[0];
  if (!configuration) return { kind: 'none' };
  const { name, rule } = configuration;
  const openings = rule ? openingsOf(rule) : 'its form is not known';
  if (typeof openings === 'string') return { kind: 'unknown', why: `${name} cannot be followed: ${openings}` };
  // A window that opened the day before may still be open, and offsets reach a day to either side.
  const first = Math.floor(now / MS_PER_DAY) - 2;
  for (let day = first; day < first + HORIZON_DAYS; day += 1) {
    for (const { opens, closes } of openings(day)) {
      if (closes <= now) continue;
      return opens <= now ? { kind: 'open', name, until: closes } : { kind: 'opens', name, at: opens };
    }
  }
  return { kind: 'never-opens', name, why: `it does not open within ${HORIZON_DAYS} days` };
}
