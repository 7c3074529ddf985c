import type { ObjectRef } from '../cluster/object-ref.ts';
import type { StackComponent } from './stack.ts';

export type TargetVerdict = 'pass' | 'violates' | 'unknown';

/** One thing that was compared between a pool's image and the one it should move to. */
export interface TargetItem {
  /** Never changes for the same question: `kubernetes-window`, `agent/falco`, `change/containerd-2-cri`. */
  readonly id: string;
  readonly component: StackComponent;
  readonly verdict: TargetVerdict;
  /** One sentence: what is so, with what it touches here. */
  readonly what: string;
  /** What to do or to look at; absent where it passes. */
  readonly remedy?: string;
  /** Present values: `5.15.0-1118-azure -> 6.8.0-1070-azure`. */
  readonly change?: string;
  readonly objects: readonly ObjectRef[];
  readonly sources: readonly string[];
}

export interface TargetCheck {
  readonly sourceImage: string;
  readonly targetImage: string;
  /** The worst of the items: `violates`, then `unknown`, then `pass`. */
  readonly verdict: TargetVerdict;
  /** Worst first. */
  readonly items: readonly TargetItem[];
  readonly diff: ImageDiff;
}

/** What differs between two images, as far as both are known. */
export interface ImageDiff {
  readonly from: string;
  readonly to: string;
  /** `newer`, `older` or `same` within one family; `other-family` has no order; `unknown`: a name could not be read. */
  readonly order: 'newer' | 'older' | 'same' | 'other-family' | 'unknown';
  /** Whole days between the two build dates; negative when `to` is older; absent when one is not known. */
  readonly daysApart?: number;
  /** One row per part, in a fixed order; also those that stay the same. */
  readonly rows: readonly ImageDiffRow[];
  /** Known breaking changes between the two, whoever they touch. */
  readonly breaking: readonly { readonly id: string; readonly fact: string; readonly check: string }[];
  /** What to look at when moving between these two systems. */
  readonly checks: readonly string[];
  /** Present when they are of different systems: how such a move is made. */
  readonly inPlace?: string;
  /** Why something is not known; empty when all is. */
  readonly unknowns: readonly string[];
}

export interface ImageDiffRow {
  readonly part:
    | 'family'
    | 'version'
    | 'security patch'
    | 'os'
    | 'architecture'
    | 'generation'
    | 'fips'
    | 'kernel'
    | 'cgroup'
    | 'containerd'
    | 'openssl'
    | 'python'
    | 'support ends'
    | 'images removed';
  /** Absent: not known. */
  readonly from?: string;
  readonly to?: string;
  readonly changed: boolean | 'unknown';
  /** `image`: the catalogue's own entry of this build; `system`: what the OS has in general. */
  readonly by: 'name' | 'image' | 'system' | 'calendar';
}
