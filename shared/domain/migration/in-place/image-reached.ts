import { compareImages } from '../../fleet/image-order.ts';
import { type NodeImage, parseNodeImage } from '../../fleet/node-image.ts';

/** `newer`: a later build of the same family. `other`: older, of another family, or not readable. */
export type Reached = 'target' | 'newer' | 'other';

/** How the image on a node's own label stands to the wanted one. A security patch laid over the image does not make it another. */
export function imageReached(label: string | undefined, wanted: string): Reached {
  if (label === undefined) return 'other';
  const [has, wants] = [withoutPatch(parseNodeImage(label)), withoutPatch(parseNodeImage(wanted))];
  if (has.kind === 'unknown' || wants.kind === 'unknown') return label === wanted ? 'target' : 'other';
  const order = compareImages(has, wants);
  if (order === undefined || order < 0) return 'other';
  return order === 0 ? 'target' : 'newer';
}

function withoutPatch(image: NodeImage): NodeImage {
  return image.kind === 'unknown' ? image : { ...image, securityPatchDate: '' };
}
