import type { RetirementState } from '../retirement/retirement-state.ts';
import type { Day } from '../time.ts';

/** Of one item: more are counted, for a queue's message takes 256 KB. */
export const MOST_CLUSTERS = 20;

/** What of the fleet retires, and when. Names come from outside. */
export interface RetirementDigest {
  /** `moved`: at least one date is another than people were told. */
  readonly what: 'monthly' | 'moved';
  /** `2027-01`. */
  readonly month: string;
  /** One sentence: what it is about. */
  readonly title: string;
  readonly moved: readonly MovedDate[];
  /** The next to end first. */
  readonly items: readonly DigestItem[];
  /** The sweep behind it did not see all: what is missing here may be there all the same. */
  readonly partial: boolean;
}

export interface MovedDate {
  /** Of what: as people call it. */
  readonly name: string;
  readonly which: 'support-ends' | 'images-removed';
  /** Absent: there was none. */
  readonly before?: Day;
  readonly after?: Day;
}

export interface DigestItem {
  readonly name: string;
  /** On the day of the digest; `unknown`: neither its dates nor its status say. */
  readonly state: RetirementState;
  readonly supportEnds?: Day;
  readonly imagesRemoved?: Day;
  readonly pools: number;
  /** Those with the most pools on it first; at most `MOST_CLUSTERS`. */
  readonly clusters: readonly { readonly clusterId: string; readonly name: string; readonly pools: number }[];
  /** How many more clusters there are. */
  readonly more: number;
}
