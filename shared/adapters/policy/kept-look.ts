import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** How long a look at a person's files serves every reader: a sweep asks hundreds of times. */
const LOOK_AGAIN_MS = 60_000;

/** One look for all who ask within a minute. A look that failed is told to its callers, and the next one tries again. */
export function keptLook<T>(clock: Clock, look: () => Promise<T>): () => Promise<T> {
  let kept: { readonly since: Instant; readonly answer: Promise<T> } | undefined;
  return () => {
    const now = clock.now();
    // A clock that was set back must not make an old look last.
    if (!kept || now < kept.since || now - kept.since >= LOOK_AGAIN_MS) {
      const answer = look();
      kept = { since: now, answer };
      answer.catch(() => {
        if (kept?.answer === answer) kept = undefined;
      });
    }
    return kept.answer;
  };
}
