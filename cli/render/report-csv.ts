import type { FindingView } from '../../shared/app/views.ts';
import { csv } from './csv.ts';
import type { Report } from './report.ts';

/**
 * One row per finding. The column `coverage` says `partial` in every row of a partial sweep, because a
 * CSV file has no other place to say so.
 */
export function reportCsv({ page }: Report): string {
  const coverage = page.coverage.whole ? 'whole' : 'partial';
  return csv(
    COLUMNS,
    page.findings.map((finding) => ({ ...row(finding), coverage })),
  );
}

const COLUMNS = [
  'severity',
  'ruleId',
  'subscriptionName',
  'resourceGroup',
  'cluster',
  'pool',
  'imageVersion',
  'deadline',
  'nextAction',
  'why',
  'facts',
  'since',
  'readAt',
  'exemptedUntil',
  'exemptedBy',
  'exemptedBecause',
  'subscriptionId',
  'clusterId',
  'poolId',
  'coverage',
] as const;

function row(finding: FindingView) {
  const { exemption, facts } = finding;
  return {
    ...finding,
    facts: JSON.stringify(facts),
    exemptedUntil: exemption?.until,
    exemptedBy: exemption?.owner,
    exemptedBecause: exemption?.reason,
  };
}
