import type { Exemption } from '../../domain/policy/exemption.ts';
import { SEVERITIES, type Severity } from '../../domain/policy/finding.ts';
import type { ExemptionsInForce } from './exemptions-in-force.ts';
import type { FindingRow, FleetIndex, PoolRow } from './fleet-index.ts';

/** The findings of an index under the exemptions of one day. */
export interface MarkedFindings {
  exemptionOf(row: FindingRow): Exemption | undefined;
  /** All findings about the pool itself; `worst` leaves out those under an exemption. */
  ofPool(pool: PoolRow): { readonly findings: number; readonly worst?: Severity };
}

export function markFindings(index: FleetIndex, inForce: ExemptionsInForce): MarkedFindings {
  const exempted = new Map<FindingRow, Exemption>();
  const pools = new Map<PoolRow, { findings: number; worst?: Severity }>();
  for (const row of index.findings) {
    const exemption = inForce.covering(row);
    if (exemption) exempted.set(row, exemption);
    if (!row.pool) continue;
    const sum = pools.get(row.pool) ?? { findings: 0 };
    sum.findings += 1;
    // Worst first: the first one that is not exempted is the worst.
    if (!exemption) sum.worst ??= SEVERITIES[row.rank];
    pools.set(row.pool, sum);
  }
  return {
    exemptionOf: (row) => exempted.get(row),
    ofPool: (pool) => pools.get(pool) ?? { findings: 0 },
  };
}
