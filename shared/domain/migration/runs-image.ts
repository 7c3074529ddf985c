import { sameFamily } from '../fleet/image-order.ts';
import { parseNodeImage } from '../fleet/node-image.ts';

/**
 * Does a node with this label run exactly this image? A security patch laid over it is the same image; a patch that
 * was asked for must be there, or a later one. Names that cannot be read must be the same text.
 */
export function runsImage(label: string | undefined, wanted: string): boolean {
  if (label === undefined) return false;
  if (label === wanted) return true;
  const [found, asked] = [parseNodeImage(label), parseNodeImage(wanted)];
  if (found.kind === 'unknown' || asked.kind === 'unknown') return false;
  return (
    sameFamily(found, asked) &&
    found.version === asked.version &&
    (found.securityPatchDate ?? '') >= (asked.securityPatchDate ?? '')
  );
}
