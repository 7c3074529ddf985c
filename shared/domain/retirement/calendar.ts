import type { Day } from '../time.ts';

/** What is known of the end of image families and of Kubernetes versions, as of one day. */
export interface RetirementCalendar {
  readonly asOf: Day;
  /** `extended` when a file of the user's own adds to or overrides what ships. */
  readonly origin: 'bundled' | 'extended';
  readonly entries: readonly RetirementEntry[];
  readonly kubernetes: readonly KubernetesSupport[];
}

/** One OS of node images. Two dates: support ends, and images are removed; `undefined` is "not announced". */
export interface RetirementEntry {
  readonly id: string;
  readonly osType: string;
  /** Image families it covers; `*` at the end stands for anything. */
  readonly families: readonly string[];
  readonly osSkus: readonly string[];
  readonly status: string;
  readonly supportEnds?: Day;
  readonly imagesRemoved?: Day;
  readonly successorOsSku?: string;
  readonly successorPath?: string;
  /** Oldest and newest Kubernetes minor it runs on, as in `1.34`; absent where nothing is known. */
  readonly kubernetesMin?: string;
  readonly kubernetesMax?: string;
  readonly consequence: string;
  readonly notes?: string;
  readonly confidence: string;
  readonly sources: readonly string[];
}

/** Support of one Kubernetes minor. A published month without a day means its last day. */
export interface KubernetesSupport {
  readonly minor: string;
  readonly standardEnds?: Day;
  readonly ltsEnds?: Day;
  readonly sources: readonly string[];
}
