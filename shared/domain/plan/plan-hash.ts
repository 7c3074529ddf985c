import type { MigrationPlan } from './migration-plan.ts';

/** Everything of a plan but its hash, its id and when it was worked out. */
export type PlanContent = Omit<MigrationPlan, 'hash' | 'id'>;

/**
 * What a sign-off says yes to: which pools, from what to what, how, in which order, when, under which caps, and
 * what stands against it. Money, estimates of time, the state of messages and the time of computing are left
 * out: they change without the plan being another one.
 */
export function hashedPart(plan: PlanContent): unknown {
  return {
    format: plan.format,
    scope: plan.scope,
    images: plan.images.map(({ name }) => name),
    caps: plan.caps,
    running: runningPart(plan.running),
    leftOut: plan.leftOut.map(({ poolId, reason }) => ({ poolId, reason })),
    constraints: plan.constraints
      .filter(({ effect }) => effect !== 'note')
      .map(({ kind, effect, clusterId, poolId }) => ({ kind, effect, clusterId, poolId })),
    waves: plan.waves.map(({ number, environment, criticality, clusters, gates }) => ({
      number,
      environment,
      criticality,
      gates,
      clusters: clusters.map(({ clusterId, windowRule, steps }) => ({
        clusterId,
        windowRule,
        steps: steps.map((step) =>
          step.kind === 'control-plane'
            ? { kind: step.kind, path: step.path, retryOf: step.retryOf, windows: step.windows }
            : {
                poolId: step.poolId,
                nodes: step.nodes,
                vmSizes: step.vmSizes,
                strategy: step.strategy,
                retryOf: step.retryOf,
                source: step.source,
                target: { osSku: step.target.osSku, image: step.target.image, kubernetes: step.target.kubernetes },
                extraNodes: step.extraNodes,
                windows: step.windows,
              },
        ),
      })),
    })),
  };
}

/** How gently: a shorter hold or grace is another plan; who is told and what was learned is not. */
function runningPart(running: PlanContent['running']): unknown {
  const { surgePercent, drainTimeoutMinutes, graceSeconds, holdHours, shrinkDuringHold } = running;
  return { surgePercent, drainTimeoutMinutes, graceSeconds, holdHours, shrinkDuringHold: shrinkDuringHold ?? false };
}

/**
 * JSON that is the same text for the same value: keys sorted, `undefined` left out, no white space. Lists keep
 * their order, for in a plan order matters.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}

/** Characters of a hash that people use as a plan's name. */
const ID_LENGTH = 12;

/** @param hash SHA-256 of a text, as lower-case hex */
export function sealPlan(plan: PlanContent, hash: (text: string) => string): MigrationPlan {
  const sum = hash(canonicalJson(hashedPart(plan)));
  return { ...plan, id: sum.slice(0, ID_LENGTH), hash: sum };
}
