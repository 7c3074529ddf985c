import type { Seen } from '../../domain/cluster/facts.ts';

/** Several lists as one; when one of them was not seen, neither was the whole, and it says which one. */
export function together<T>(lists: readonly { readonly name: string; readonly seen: Seen<T> }[]): Seen<T> {
  for (const { name, seen } of lists) {
    if (seen.kind === 'not-seen') return { ...seen, detail: `${name}: ${seen.detail}` };
  }
  return { kind: 'seen', items: lists.flatMap(({ seen }) => (seen.kind === 'seen' ? seen.items : [])) };
}
