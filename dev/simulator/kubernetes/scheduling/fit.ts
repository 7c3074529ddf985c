import type { Labels, Node, NodeSelectorTerm, Pod, PodSpec, Taint, Toleration } from '../objects.ts';
import { requirement } from '../selectors/labels.ts';
import { millicores, quantity } from '../world/quantity.ts';

/** What a pod asks of a node, worked out once. */
export interface Demand {
  readonly cpu: number;
  readonly memory: number;
  readonly devices: Readonly<Record<string, number>>;
}

const demands = new WeakMap<object, Demand>();

/** Requests of all containers; the same containers are counted once only. */
export function demandOf(spec: PodSpec): Demand {
  let demand = demands.get(spec.containers);
  if (!demand) {
    const devices: Record<string, number> = {};
    let cpu = 0;
    let memory = 0;
    for (const { resources } of spec.containers) {
      for (const [name, amount] of Object.entries({ ...resources?.limits, ...resources?.requests })) {
        if (name === 'cpu') cpu += millicores(amount);
        else if (name === 'memory') memory += quantity(amount);
        else if (name.includes('/')) devices[name] = (devices[name] ?? 0) + quantity(amount);
      }
    }
    demand = { cpu, memory, devices };
    demands.set(spec.containers, demand);
  }
  return demand;
}

export function tolerates(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  return (tolerations ?? []).some(
    ({ key, operator = 'Equal', value, effect }) =>
      (effect === undefined || effect === '' || effect === taint.effect) &&
      (key === undefined || key === '' || key === taint.key) &&
      (operator === 'Exists' || (value ?? '') === (taint.value ?? '')),
  );
}

const UNSCHEDULABLE: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** Why a pod cannot be on a node whatever else is there, in the scheduler's words; `undefined`: it can. */
export function misfit(spec: PodSpec, node: Node): string | undefined {
  if (node.spec.unschedulable && !tolerates(spec.tolerations, UNSCHEDULABLE)) return 'node(s) were unschedulable';
  const taint = node.spec.taints?.find((one) => one.effect !== 'PreferNoSchedule' && !tolerates(spec.tolerations, one));
  if (taint) return `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
  if (!matchesNode(spec, node)) return "node(s) didn't match Pod's node affinity/selector";
  return undefined;
}

/** Node selector and required node affinity. */
export function matchesNode(spec: PodSpec, node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  for (const [key, value] of Object.entries(spec.nodeSelector ?? {})) if (labels[key] !== value) return false;
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return terms === undefined || matchesTerms(terms, node.metadata.name, labels);
}

export function matchesTerms(terms: readonly NodeSelectorTerm[], name: string, labels: Labels): boolean {
  return terms.some(
    ({ matchExpressions = [], matchFields = [] }) =>
      matchExpressions.length + matchFields.length > 0 &&
      matchExpressions.every((one) => requirement(one)(labels)) &&
      matchFields.every((one) => requirement(one)({ 'metadata.name': name })),
  );
}

/** What makes two pods alike for {@link misfit}. */
export const signatureOf = ({ spec }: Pod): string =>
  JSON.stringify([spec.nodeSelector, spec.affinity?.nodeAffinity, spec.tolerations]);
