import type { Day, Instant } from '../time.ts';

/** From worst to mildest. `critical`: something already fails or will within days; `low`: tidy up. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One file each in `rules/`; the id is the file's name. */
export const RULE_IDS = [
  'image-too-old',
  'image-behind-latest',
  'image-outside-support',
  'support-ended',
  'support-ends-soon',
  'images-removed',
  'images-removed-soon',
  'kubernetes-out-of-support',
  'os-sku-blocks-kubernetes',
  'no-patch-channel',
  'contradicting-channels',
  'no-maintenance-window',
  'image-not-approved',
  'image-known-bad',
  'pool-failed',
  'mixed-images',
] as const;
export type RuleId = (typeof RULE_IDS)[number];

export type Facts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** One rule broken by one pool or one cluster. */
export interface Finding {
  /** `<subject id>|<rule id>`: the same finding keeps its id from sweep to sweep. */
  readonly id: string;
  readonly ruleId: RuleId;
  readonly severity: Severity;
  readonly clusterId: string;
  /** Absent when the finding is about the whole cluster. */
  readonly poolId?: string;
  readonly facts: Facts;
  /** One sentence: why it matters. */
  readonly why: string;
  /** The day by which it must be dealt with; in the past when it is late; absent when there is none. */
  readonly deadline?: Day;
  /** What to do next, concretely. */
  readonly nextAction: string;
  /** When a sweep first found it. */
  readonly since: Instant;
  /** Set while an exemption covers it. It is still a finding and is still shown. */
  readonly exemption?: { readonly id: string; readonly owner: string; readonly reason: string; readonly until: Day };
}

/** What a rule says of one subject, before it becomes a finding. */
export type Verdict =
  | { readonly kind: 'pass' }
  | {
      readonly kind: 'violates';
      readonly severity: Severity;
      readonly facts: Facts;
      readonly why: string;
      readonly deadline?: Day;
      readonly nextAction: string;
    }
  /** The rule could not be judged; `missing` names what would be needed. Never a pass. */
  | { readonly kind: 'unknown'; readonly missing: readonly string[] };
