import { type NodeImage, parseNodeImage } from '../fleet/node-image.ts';

/** Reads image names; 50,000 pools share a few hundred, so each is read once. */
export interface ImageReader {
  read(name: string | undefined): NodeImage;
}

export function imageReader(): ImageReader {
  const known = new Map<string, NodeImage>();
  return {
    read(name) {
      if (!name) return parseNodeImage(undefined);
      const before = known.get(name);
      if (before) return before;
      const image = parseNodeImage(name);
      known.set(name, image);
      return image;
    },
  };
}
