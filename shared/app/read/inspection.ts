import type { Inspection, PoolInspection } from '../../domain/inspection/inspection.ts';
import type { InspectionStore } from '../../ports/inspection-store.ts';
import type { InspectionView, PoolInspectionView } from '../inspection-views.ts';
import { iso } from './iso.ts';

/** @returns `undefined` when the cluster was never inspected */
export async function inspectionOf(
  { inspections }: { readonly inspections: InspectionStore },
  clusterId: string,
): Promise<InspectionView | undefined> {
  const inspection = await inspections.byCluster(clusterId.toLowerCase());
  return inspection && inspectionView(inspection);
}

const VERDICTS = ['blocked', 'unknown', 'ready-with-warnings', 'ready'] as const;

/** Pools that need someone come first. */
export function inspectionView(inspection: Inspection): InspectionView {
  const { clusterId, name, readAt, serverVersion, notSeen, arm, nodes, pods, pools } = inspection;
  return {
    clusterId,
    name,
    readAt: iso(readAt),
    ...(serverVersion !== undefined && { serverVersion }),
    notSeen: notSeen.map((list) => ({ ...list })),
    arm,
    nodes,
    pods,
    pools: pools
      .map(poolView)
      .toSorted((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) || (a.name < b.name ? -1 : 1)),
  };
}

function poolView(pool: PoolInspection): PoolInspectionView {
  const { poolId, name, mode, claimedImage, nodes, stacks, drift, readiness, findingsLeftOut } = pool;
  const { classification, reasons, dependencies } = pool.dependencies;
  return {
    poolId,
    name,
    mode,
    verdict: readiness.verdict,
    ...(claimedImage !== undefined && { claimedImage }),
    nodes,
    stacks: stacks.map((stack) => ({ ...stack })),
    drift: { nodes: drift.nodes, examples: drift.examples.map(({ node, what }) => ({ node, what: [...what] })) },
    findings: readiness.findings.map(({ patch, object, ...finding }) => ({
      ...finding,
      object: { ...object },
      ...(patch !== undefined && { fix: patch }),
    })),
    findingsLeftOut,
    classification,
    reasons: reasons.map(({ object, ...reason }) => ({ ...reason, ...(object && { object: { ...object } }) })),
    dependencies: dependencies.map(({ kind, object, owner, details, agent, complexBecause }) => ({
      kind,
      object: { ...object },
      ...(owner !== undefined && { owner }),
      details: [...details],
      ...(agent && { agent: agent.name }),
      ...(agent?.managedByAks && { managed: true }),
      ...(complexBecause !== undefined && { complexBecause }),
    })),
    ...(pool.target && {
      target: {
        sourceImage: pool.target.sourceImage,
        targetImage: pool.target.targetImage,
        verdict: pool.target.verdict,
        items: pool.target.items.map(({ objects, sources, ...item }) => ({
          ...item,
          objects: objects.map((object) => ({ ...object })),
          sources: [...sources],
        })),
      },
    }),
  };
}
