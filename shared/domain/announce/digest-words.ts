import { isOutOfSupport } from '../retirement/retirement-state.ts';
import { capitalized, count } from '../words.ts';
import type { DigestItem, MovedDate, RetirementDigest } from './digest.ts';

type Digested = Pick<RetirementDigest, 'what' | 'items' | 'moved' | 'partial'> & { readonly unknown: number };

/** One sentence: what it is about. */
export function digestTitle({ what, items, moved, partial, unknown }: Digested): string {
  if (what === 'moved') return movedTitle(moved);
  const seen = partial ? 'As far as the fleet was seen, ' : '';
  const open = unknown > 0 ? `; of ${count(unknown, 'pool')} nobody knows when the image ends` : '';
  return capitalized(`${seen}${retiring(items)}${open}.`);
}

function retiring(items: readonly DigestItem[]): string {
  if (items.length === 0) return 'nothing that the fleet runs has an announced end';
  const ended = items.filter(({ state }) => isOutOfSupport(state)).length;
  const next = items.find(({ state, supportEnds }) => state === 'supported' && supportEnds !== undefined);
  return [
    `${count(items.length, 'system')} that the fleet runs ${items.length === 1 ? 'has' : 'have'} an end`,
    ...(ended > 0 ? [`${ended} of them ${ended === 1 ? 'is' : 'are'} out of support already`] : []),
    ...(next ? [`the next is ${next.name}, on ${next.supportEnds}`] : []),
  ].join(', ');
}

function movedTitle(moved: readonly MovedDate[]): string {
  const [first, ...more] = moved;
  if (!first) return 'A date of what retires moved.';
  const rest = more.length === 0 ? '' : `, and ${count(more.length, 'more date')} moved`;
  return `${movedWords(first)}${rest}.`;
}

function movedWords({ name, which, before, after }: MovedDate): string {
  const what = which === 'support-ends' ? `support of ${name} ends` : `images of ${name} are removed`;
  if (after === undefined) return capitalized(`${what} on no announced day any more (it was ${before})`);
  return capitalized(
    `${what} on ${after}, ${before === undefined ? 'and no day was announced before' : `not on ${before}`}`,
  );
}
