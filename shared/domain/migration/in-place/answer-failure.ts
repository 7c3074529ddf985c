import { stop, write } from '../decide.ts';
import type { FailedTry } from '../remembered.ts';
import type { Decision, PassFacts } from '../step-rule.ts';
import type { Write } from '../write.ts';
import type { ExplainedFailure } from './explain-failure.ts';

/**
 * A failed operation is asked for again once per cause; the same cause twice stops it. One that needs something
 * changed first stops at once, and is asked for again after a person said resume.
 *
 * @param etag of what was found failed, so that one failure is answered once however often it is looked at
 */
export function answerFailure(
  { migration, now }: PassFacts,
  failure: ExplainedFailure,
  again: Write,
  etag: string | undefined,
): Decision {
  const { remembered, resumedAt, intent } = migration;
  const tries = remembered.failedTries ?? [];
  const latest = tries.at(-1);
  const isLooked = latest !== undefined && (etag === undefined ? intent !== undefined : latest.etag === etag);
  const earlier = isLooked ? tries.slice(0, -1) : tries;
  const counted = earlier.filter(({ at }) => at >= (resumedAt ?? 0));

  if (counted.some(({ cause }) => cause === failure.cause)) {
    return stop(failure.code, `${failure.why} It was asked for twice and failed the same way.`, failure.remedy);
  }
  if (!failure.againHelps && resumedAt === undefined) return stop(failure.code, failure.why, failure.remedy);
  const asked: FailedTry = isLooked
    ? latest
    : { cause: failure.cause, at: now, ...(etag === undefined ? {} : { etag }) };
  return write(again, `${failure.why} AKS is asked once more.`, { failedTries: [...earlier, asked] });
}
