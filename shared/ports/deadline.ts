/**
 * A signal that is aborted after so many real milliseconds, whatever clock the fleet lives on. It keeps no process
 * alive, and nobody has to cancel it.
 */
export type Deadline = (milliseconds: number) => AbortSignal;
