import type { FindingsPage, FindingsQuery, SweepView } from '../../shared/app/views.ts';
import type { Day } from '../../shared/domain/time.ts';

/** Where `sweep` and `findings` get their answers: a sweep that runs now, or the deployed app's last one. */
export interface Source {
  /** The day that deadlines are counted from. */
  today(): Day;
  findings(query: FindingsQuery): Promise<FindingsPage>;
  latestSweep(): Promise<SweepView>;
}

/** Every page of a query, as one; stops at `limit` findings. */
export async function allFindings(
  source: Pick<Source, 'findings'>,
  query: Omit<FindingsQuery, 'limit' | 'after'>,
  limit: number,
): Promise<FindingsPage> {
  const first = await source.findings({ ...query, limit: pageSize(limit) });
  const findings = [...first.findings];
  for (let next = first.next; next !== undefined && findings.length < limit; ) {
    const page = await source.findings({ ...query, limit: pageSize(limit - findings.length), after: next });
    findings.push(...page.findings);
    next = page.next;
  }
  return { coverage: first.coverage, total: first.total, findings };
}

function pageSize(wanted: number): number {
  return Math.min(1_000, Math.max(1, wanted));
}
