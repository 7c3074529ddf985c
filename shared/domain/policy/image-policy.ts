/** The owner's own lists. Patterns are image versions in which `*` stands for any text. */
export interface ImagePolicy {
  /** Absent: every image is approved. Present, even if empty: only what it lists is. */
  readonly approved?: readonly string[];
  readonly knownBad: readonly KnownBadImage[];
}

export interface KnownBadImage {
  /** `*` stands for any text: `AKSAzureLinux-V3*-202607.*`. */
  readonly pattern: string;
  readonly reason: string;
  /** First version that is good again, where known. */
  readonly fixedIn?: string;
  readonly source?: string;
}
