import type { Migration } from '../migration/migration.ts';
import { hasEnded } from '../migration/status-table.ts';
import type { StepName } from '../migration/step-table.ts';
import type { Instant } from '../time.ts';
import { alertWord } from './alert-word.ts';
import type { NodeSignal } from './signals.ts';
import type { AlertVerdict } from './verdict.ts';

/**
 * What AKS asks of monitors while it upgrades: is this node, this pool or this cluster well?
 *
 * @see https://github.com/Azure/AKS-Health-Signal
 */
export interface HealthCheckRequest {
  readonly name: string;
  /** A later request of the same name is another one. */
  readonly uid: string;
  readonly scope: 'Node' | 'NodePool' | 'Cluster';
  /** Name of the node, the pool or the cluster. */
  readonly target: string;
  /** To the second. */
  readonly askedAt: Instant;
}

/** Our answer to one request. AKS goes on at `True`, aborts its upgrade at `False`, and waits at `Unknown`. */
export interface HealthSignal {
  readonly request: HealthCheckRequest;
  readonly status: 'True' | 'False' | 'Unknown';
  /** One word in CamelCase. */
  readonly reason: string;
  /** One sentence for people. */
  readonly message: string;
  /** When it was found so. */
  readonly at: Instant;
}

/** What was seen when the verdict was reached. */
export interface HealthLook {
  readonly verdict: AlertVerdict | undefined;
  /** Nodes that were seen; a request about another one is not answered. */
  readonly nodes: readonly NodeSignal[];
  /** When the look began: what was asked later was not looked at. */
  readonly lookedAt: Instant;
  readonly now: Instant;
}

/** While these run, AKS may be replacing what is ours. */
const AKS_AT_WORK: ReadonlySet<StepName> = new Set([
  'upgrade-image',
  'follow-upgrade',
  'upgrade-control-plane',
  'follow-control-plane',
  'stop-upgrade',
  'restore-version',
  'follow-restore',
]);

/** AKS takes the pool back: a gate that shut for the trouble that is being undone would keep it. */
const GOING_BACK: ReadonlySet<StepName> = new Set(['restore-version', 'follow-restore']);

/** Kubernetes cuts the moment of a request to its second. */
const TO_THE_SECOND_MS = 1000;

type Asked = Pick<Migration, 'dryRun' | 'status' | 'step' | 'work'>;

/** Whether AKS may ask about this migration at all: it does the work in place, now, and in earnest. */
export function isAskedAbout({ dryRun, status, step }: Asked): boolean {
  return !dryRun && !hasEnded(status) && AKS_AT_WORK.has(step);
}

/** The answers to the requests that are about this migration; those about anything else get none. */
export function signalsFor(
  migration: Asked,
  requests: readonly HealthCheckRequest[],
  look: HealthLook,
): readonly HealthSignal[] {
  if (!isAskedAbout(migration)) return [];
  return requests
    .filter((request) => isOurs(migration, request, look.nodes))
    .map((request) => ({ request, at: look.now, ...answer(migration, request, look) }));
}

function isOurs({ work }: Asked, request: HealthCheckRequest, nodes: readonly NodeSignal[]): boolean {
  if (work.kind === 'control-plane') return request.scope === 'Cluster';
  if (request.scope === 'NodePool') return request.target === work.name;
  return request.scope === 'Node' && nodes.some(({ name, pool }) => name === request.target && pool === work.name);
}

function answer(
  migration: Asked,
  { askedAt }: HealthCheckRequest,
  { verdict, lookedAt, now }: HealthLook,
): Pick<HealthSignal, 'status' | 'reason' | 'message'> {
  if (GOING_BACK.has(migration.step)) {
    const message = 'The pool goes back to what it ran before, as was decided; its health does not stop that.';
    return { status: 'True', reason: 'GoingBack', message };
  }
  const { kind, why } = alertWord(migration, true, verdict, now);
  if (kind === 'breached') return { status: 'False', reason: 'ThresholdBreached', message: why };
  if (kind !== 'healthy') return { status: 'Unknown', reason: 'HealthNotKnown', message: why };
  // What was looked at before was the node that is gone by now.
  if (lookedAt < askedAt + TO_THE_SECOND_MS) {
    return { status: 'Unknown', reason: 'NotLookedSince', message: 'It was not looked at since AKS asked.' };
  }
  return { status: 'True', reason: 'Healthy', message: why };
}
