import type { Day } from '../time.ts';

/** Builds of node images that were published, as of one day. Not in it does not mean not real. */
export interface ImageCatalogue {
  readonly asOf: Day;
  /** By family in lower case, as in `aksubuntu-2204gen2containerd`; builds from oldest to newest. */
  readonly families: ReadonlyMap<string, readonly ImageBuild[]>;
}

export interface ImageBuild {
  /** `202410.27.0`, or `20348.4529.251212` for Windows. */
  readonly version: string;
  readonly imageDate: Day;
  /** In the public announcements; `false`: built, and perhaps never rolled out to every region; absent: not checked. */
  readonly announced?: boolean;
  readonly kernel?: string;
  readonly containerd?: string;
  readonly osVersion?: string;
}
