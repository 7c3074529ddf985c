import { diffImages } from '../domain/target/image-diff.ts';
import type { ImageDiff } from '../domain/target/target.ts';
import type { Parts } from './parts.ts';

/** Puts two images beside each other by what ships and by the owner's own calendar. Asks no one. */
export async function compareImages(
  { policy, knowledge }: Pick<Parts, 'policy' | 'knowledge'>,
  from: string,
  to: string,
): Promise<ImageDiff> {
  const [{ calendar, catalogue }, { stack }] = await Promise.all([policy.load(), knowledge.load()]);
  return diffImages(from, to, { calendar, catalogue, stack });
}
