import type { DependencyMap } from '../dependency/dependency.ts';
import type { Cluster } from '../fleet/cluster.ts';
import type { NodePool } from '../fleet/node-pool.ts';
import type { ImagePolicy } from '../policy/image-policy.ts';
import type { Instant } from '../time.ts';
import type { ImageFacts } from './image-diff.ts';
import type { ImageStack } from './image-stack.ts';

export interface TargetFacts extends ImageFacts {
  readonly images: ImagePolicy;
}

export interface TargetQuestion {
  readonly cluster: Cluster;
  readonly pool: NodePool;
  /** A whole image version, or none: then the newest of the pool's own family. */
  readonly targetImage?: string;
  /** Why there is no image that it should move to: then none is checked, and nothing passes. One sentence. */
  readonly noTarget?: string;
  /** The newest that Azure offers to the pool, where it was asked; without it, the catalogue's newest counts. */
  readonly latestImage?: string;
  /** Minor that the pool will run after the move; absent: as now. */
  readonly kubernetes?: string;
  readonly dependencies: DependencyMap;
}

/** What the items are judged by. */
export interface TargetSubject {
  readonly question: TargetQuestion;
  readonly facts: TargetFacts;
  readonly source: ImageStack;
  readonly target: ImageStack;
  readonly kubernetes?: string;
  readonly now: Instant;
}
