import { z } from 'zod';
import { SEVERITIES } from '../../domain/policy/finding.ts';
import type { FindingsPage, FindingsQuery, FindingView } from '../views.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { clusterFilter, searchFilter, subscriptionFilter } from './filters.ts';
import { findingView } from './finding-view.ts';
import type { FindingRow } from './fleet-index.ts';
import { compareText, NO_DEADLINE } from './fleet-index.ts';
import type { Snapshot } from './snapshot.ts';
import { takePage } from './take-page.ts';

const Key = z.tuple([z.number(), z.string(), z.string(), z.string(), z.string()]);
type Key = z.infer<typeof Key>;

/** One page of findings, worst first. An exemption marks a finding and hides it only on request. */
export function findingsPage(snapshot: Snapshot, query: FindingsQuery): FindingsPage {
  const { rows, total, next } = takePage(snapshot.index.findings, {
    matches: findingFilter(snapshot, query),
    limit: query.limit,
    isAfter: afterKey(query.after),
    cursor: (row) => encodeCursor(keyOf(row)),
  });
  return { coverage: snapshot.coverage, total, findings: findingViews(snapshot, rows), next };
}

/** The rows with their sentences; each cluster's reading is unpacked once. */
export function findingViews(snapshot: Snapshot, rows: readonly FindingRow[]): FindingView[] {
  const views = new Map<FindingRow, FindingView>();
  for (const [entry, group] of Map.groupBy(rows, ({ cluster }) => cluster)) {
    const reading = snapshot.readingOf(entry);
    for (const row of group) {
      const finding = reading.findings[row.at];
      if (finding) views.set(row, findingView(snapshot, reading, finding, snapshot.marked.exemptionOf(row)));
    }
  }
  return rows.flatMap((row) => views.get(row) ?? []);
}

function findingFilter(snapshot: Snapshot, query: FindingsQuery): (row: FindingRow) => boolean {
  const { subscriptions, marked } = snapshot;
  const ranks = query.severity?.length ? new Set(query.severity.map((one) => SEVERITIES.indexOf(one))) : undefined;
  const rules = query.rule?.length ? new Set<string>(query.rule) : undefined;
  const ofSubscription = subscriptionFilter(query.subscription, subscriptions);
  const ofCluster = clusterFilter(query.cluster);
  const found = searchFilter(query.search);
  return (row) =>
    (!ranks || ranks.has(row.rank)) &&
    (!rules || rules.has(row.ruleId)) &&
    ofSubscription(row.cluster) &&
    ofCluster(row.cluster) &&
    (query.exempted === undefined || query.exempted === (marked.exemptionOf(row) !== undefined)) &&
    found(row.cluster.text, row.pool?.text, row.ruleId, subscriptions.get(row.cluster.subscriptionId)?.toLowerCase());
}

function keyOf(row: FindingRow): Key {
  return [row.rank, row.deadline ?? NO_DEADLINE, row.cluster.id, row.pool?.id ?? '', row.ruleId];
}

function afterKey(after: string | undefined): (row: FindingRow) => boolean {
  if (after === undefined) return () => true;
  const key = decodeCursor(after, Key);
  return (row) => compareKeys(keyOf(row), key) > 0;
}

function compareKeys(a: Key, b: Key): number {
  return (
    a[0] - b[0] ||
    compareText(a[1], b[1]) ||
    compareText(a[2], b[2]) ||
    compareText(a[3], b[3]) ||
    compareText(a[4], b[4])
  );
}
