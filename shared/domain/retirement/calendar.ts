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
  /** Image families it covers; `*` at the end stands for anything. The most specific pattern wins. */
  readonly families: readonly string[];
  readonly osSkus: readonly string[];
  /** `supported`, `supported-retiring`, `preview-retiring`, `retired`, `removed`, `built-not-offered`. Where there are dates, they decide. */
  readonly status: string;
  /** From this day on: no new images and no patches. */
  readonly supportEnds?: Day;
  /** From this day on: the images are gone; pools can neither scale out nor reimage nor be repaired. */
  readonly imagesRemoved?: Day;
  readonly successorOsSku?: string;
  readonly successorPath?: string;
  /** Which Kubernetes minors run on it, by the OS SKU that selects it; empty where nothing is known. */
  readonly kubernetes: readonly KubernetesRange[];
  readonly consequence: string;
  readonly notes?: string;
  readonly confidence: string;
  readonly sources: readonly string[];
}

/** "With this OS SKU, these Kubernetes minors run on this OS." A bound that is absent is not known or not there. */
export interface KubernetesRange {
  readonly osSku: string;
  /** Oldest and newest minor, both included, as in `1.34`. */
  readonly min?: string;
  readonly max?: string;
  /** Only pools with (`true`) or only pools without (`false`) FIPS; absent: both. */
  readonly fips?: boolean;
  /** Only pools on confidential VM sizes, or only others; absent: both. */
  readonly confidential?: boolean;
}

/** Support of one Kubernetes minor. A published month without a day means its last day. */
export interface KubernetesSupport {
  readonly minor: string;
  /** Last day of standard support. */
  readonly standardEnds?: Day;
  /** Last day of long-term support (Premium tier with the AKSLongTermSupport plan). */
  readonly ltsEnds?: Day;
  /** First month in which AKS offers it everywhere, as the last day of that month. */
  readonly generallyAvailable?: Day;
  readonly sources: readonly string[];
}
