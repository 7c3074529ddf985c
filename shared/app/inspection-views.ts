/** What people and programs are shown of an inspection; see `views.ts`. */
import { z } from 'zod';
import { DEPENDENCY_KINDS } from '../domain/dependency/dependency.ts';
import { CHECK_IDS } from '../domain/readiness/readiness.ts';

const moment = z.iso.datetime();

const ObjectView = z.object({ kind: z.string(), namespace: z.string().optional(), name: z.string() });

export const VerdictView = z.enum(['blocked', 'unknown', 'ready-with-warnings', 'ready']);
export type VerdictView = z.infer<typeof VerdictView>;

export const ReadinessFindingView = z.object({
  check: z.enum(CHECK_IDS),
  level: z.enum(['blocks', 'warns', 'unknown']),
  object: ObjectView,
  owner: z.string().optional(),
  what: z.string(),
  /** The numbers behind it, written out. */
  arithmetic: z.string().optional(),
  remedy: z.string(),
  /** YAML for kubectl; look at it before it is applied. */
  fix: z.string().optional(),
});
export type ReadinessFindingView = z.infer<typeof ReadinessFindingView>;

export const DependencyView = z.object({
  kind: z.enum(DEPENDENCY_KINDS),
  object: ObjectView,
  owner: z.string().optional(),
  details: z.array(z.string()),
  /** Name of the known agent that it is. */
  agent: z.string().optional(),
  /** It comes with AKS, which keeps it fit for its images. */
  managed: z.boolean().optional(),
  complexBecause: z.string().optional(),
});
export type DependencyView = z.infer<typeof DependencyView>;

export const TargetItemView = z.object({
  id: z.string(),
  component: z.string(),
  verdict: z.enum(['pass', 'violates', 'unknown']),
  what: z.string(),
  remedy: z.string().optional(),
  change: z.string().optional(),
  objects: z.array(ObjectView),
  sources: z.array(z.string()),
});

export const PoolInspectionView = z.object({
  poolId: z.string(),
  name: z.string(),
  mode: z.string(),
  verdict: VerdictView,
  claimedImage: z.string().optional(),
  nodes: z.int(),
  /** What the nodes really run, most common first. */
  stacks: z.array(
    z.object({
      image: z.string().optional(),
      kernel: z.string().optional(),
      containerd: z.string().optional(),
      kubelet: z.string().optional(),
      os: z.string().optional(),
      nodes: z.int(),
    }),
  ),
  /** Nodes that run something else than the pool claims, or than their own image should have. */
  drift: z.object({
    nodes: z.int(),
    examples: z.array(z.object({ node: z.string(), what: z.array(z.string()) })),
  }),
  findings: z.array(ReadinessFindingView),
  /** More findings of the same kind that are not in the list. */
  findingsLeftOut: z.int(),
  classification: z.enum(['simple', 'complex']),
  reasons: z.array(
    z.object({ kind: z.string(), object: ObjectView.optional(), owner: z.string().optional(), why: z.string() }),
  ),
  dependencies: z.array(DependencyView),
  /** The image to move to against what runs here; absent when no image to move to is known. */
  target: z
    .object({
      sourceImage: z.string(),
      targetImage: z.string(),
      verdict: z.enum(['pass', 'violates', 'unknown']),
      items: z.array(TargetItemView),
    })
    .optional(),
});
export type PoolInspectionView = z.infer<typeof PoolInspectionView>;

export const InspectionView = z.object({
  clusterId: z.string(),
  name: z.string(),
  readAt: moment,
  serverVersion: z.string().optional(),
  /** Kinds of objects that were not seen; nothing that rests on them is called ready. */
  notSeen: z.array(z.object({ list: z.string(), reason: z.string(), detail: z.string() })),
  arm: z.enum(['asked', 'not-asked']),
  nodes: z.int(),
  pods: z.int(),
  pools: z.array(PoolInspectionView),
});
export type InspectionView = z.infer<typeof InspectionView>;
