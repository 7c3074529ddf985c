/**
 * The user's own files beside the bundled data: `calendar.json` extends or overrides the retirement
 * calendar, `image-policy.json` adds lists of approved and of known-bad images, `planning.json` says how plans are made.
 */
export interface OverrideFiles {
  /**
   * The file as it is now; `undefined` when there is none, which is the normal case.
   * @throws UpstreamError when the store does not answer or refuses: that is not "no file".
   */
  read(file: OverrideFileName): Promise<OverrideFile | undefined>;
  /** The last version that was accepted, kept so that a bad upload followed by a restart loses nothing. */
  lastGood(file: OverrideFileName): Promise<OverrideFile | undefined>;
  /** Writes over the one before. */
  saveLastGood(file: OverrideFileName, accepted: OverrideFile): Promise<void>;
}

export const OVERRIDE_FILES = ['calendar.json', 'image-policy.json', 'planning.json', 'agents.json'] as const;
export type OverrideFileName = (typeof OVERRIDE_FILES)[number];

export interface OverrideFile {
  readonly text: string;
  /** Changes whenever the text does. */
  readonly etag: string;
}
