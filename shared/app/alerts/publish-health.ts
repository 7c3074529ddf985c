import { type HealthSignal, isAskedAbout, signalsFor } from '../../domain/alert/health-signal.ts';
import type { Signals } from '../../domain/alert/signals.ts';
import type { AlertVerdict } from '../../domain/alert/verdict.ts';
import { UpstreamError } from '../../domain/errors.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import type { HealthGates } from '../../ports/health-gates.ts';
import { syncOwnFindings, type Trouble } from '../own-findings.ts';
import type { Parts } from '../parts.ts';

type Needed = Pick<Parts, 'clock' | 'healthGates' | 'ownFindings' | 'running'>;

/**
 * Answers what AKS asks in the cluster about a migration that it carries out in place. Where that does not work, the
 * evaluation goes on, and a finding about ourselves says so until it works again.
 */
export async function publishHealth(
  parts: Needed,
  migration: Migration,
  verdict: AlertVerdict,
  signals: Signals,
): Promise<void> {
  const { healthGates, running } = parts;
  if (!healthGates || running.dryRun || migration.route === 'pool-replacement') return;
  const because = isAskedAbout(migration)
    ? await answered(healthGates, parts.clock.now(), migration, verdict, signals)
    : undefined;
  const prefix = `health-signal/${migration.id}/`;
  await syncOwnFindings(
    parts,
    prefix,
    because === undefined ? [] : [troubleOf(migration, `${prefix}publish`, because)],
  );
}

/** @returns why not every request has its answer */
async function answered(
  gates: HealthGates,
  now: number,
  migration: Migration,
  verdict: AlertVerdict,
  { nodes, readAt }: Signals,
): Promise<string | undefined> {
  try {
    const open = await gates.openRequests(migration.clusterId);
    if (open.kind === 'not-there') return undefined;
    if (open.kind === 'refused') return open.because;
    const look = { verdict, nodes: nodes.kind === 'seen' ? nodes.value : [], lookedAt: readAt, now };
    const answers = signalsFor(migration, open.requests, look).map((one) => publishOne(gates, migration, one));
    return (await Promise.all(answers)).find((why) => why !== undefined);
  } catch (error) {
    if (error instanceof UpstreamError) return error.message;
    throw error;
  }
}

async function publishOne(gates: HealthGates, { clusterId }: Migration, signal: HealthSignal) {
  const answer = await gates.publish(clusterId, signal);
  if (answer.kind === 'accepted') return undefined;
  return answer.kind === 'throttled' ? 'the API server is too busy (429)' : answer.because;
}

function troubleOf({ clusterName }: Migration, id: string, because: string): Trouble {
  return {
    id,
    code: 'HEALTH_SIGNAL_NOT_PUBLISHED',
    what: `AKS asks whether its upgrade of ${clusterName} goes well, and could not be answered: ${because}`,
    nextAction: 'Give the executor the role of docs/kubernetes-executor.yaml, or set AKS_HEALTH_SIGNALS=off.',
  };
}
