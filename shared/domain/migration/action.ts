import type { Admission } from './admission.ts';
import type { Command } from './command.ts';
import type { Status } from './migration.ts';
import type { Remembered } from './remembered.ts';
import type { Write } from './write.ts';

/** What one pass does. Pure data; everything in it was decided on what was read for this pass. */
export type Action =
  /** It has ended. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'begin'; readonly because: string }
  | {
      readonly kind: 'wait';
      readonly because: string;
      readonly againSeconds: number;
      readonly remember?: Partial<Remembered>;
      /** It waits because something that it depends on was not seen. */
      readonly unseen?: true;
    }
  | { readonly kind: 'pause'; readonly because: string; readonly remedy: string; readonly code: string }
  /** Paused, and stays so. */
  | { readonly kind: 'rest'; readonly againSeconds: number }
  | { readonly kind: 'done'; readonly because: string; readonly remember?: Partial<Remembered> }
  | {
      readonly kind: 'write';
      readonly write: Write;
      readonly because: string;
      readonly remember?: Partial<Remembered>;
    }
  /** Nothing is left that could be gone on with or put back. */
  | { readonly kind: 'end'; readonly status: Status; readonly because: string };

/** What stands around a migration, beside the world that its step looks at. */
export interface Surroundings {
  /** Absent: it was not asked for, because nothing on the present way needs it; then nothing forward is written. */
  readonly admission?: Admission;
  /** The app's own setting now, whatever it was when the record was made. */
  readonly dryRun: boolean;
  /** `differs`: the evidence store holds something else than what this record says happened. */
  readonly evidence: 'whole' | 'differs';
}
