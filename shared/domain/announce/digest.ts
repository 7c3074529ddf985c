import type { Day } from '../time.ts';

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
  readonly supportEnds?: Day;
  readonly imagesRemoved?: Day;
  readonly pools: number;
  readonly clusters: readonly { readonly clusterId: string; readonly name: string; readonly pools: number }[];
}
