import type { Instant } from '../../../shared/domain/time.ts';
import type { Monitor } from './monitor.ts';
import type { Stage } from './stage.ts';

/** The watchdog that began then has seen every record: one that cannot be read is a finding about ourselves. */
export async function checkReported({ spoiled, parts }: Stage, begins: Instant, monitor: Monitor): Promise<void> {
  const since = [...spoiled].filter(([, at]) => at < begins);
  if (since.length === 0) return;
  const findings = JSON.stringify(await parts.ownFindings.list());
  for (const [id] of since) if (!findings.includes(id)) monitor.report('a record that cannot be read is reported', id);
}
