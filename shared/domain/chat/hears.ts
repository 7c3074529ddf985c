import type { ClusterTag, Hears } from './conversation.ts';

/** What something that is said is about. */
export type Subject =
  | { readonly kind: 'fleet' }
  | { readonly kind: 'cluster'; readonly tags: Readonly<Record<string, string>> };

/** Whether a conversation hears about it; about the fleet as a whole only one that hears everything. */
export function hearsOf(hears: Hears, subject: Subject): boolean {
  if (hears.kind !== 'tags') return hears.kind === 'everything';
  return subject.kind === 'cluster' && hears.tags.some((tag) => carries(subject.tags, tag));
}

function carries(tags: Readonly<Record<string, string>>, { key, value }: ClusterTag): boolean {
  return Object.entries(tags).some(([k, v]) => isSame(k, key) && isSame(v, value));
}

function isSame(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
