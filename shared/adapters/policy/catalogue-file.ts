import { z } from 'zod';
import type { ImageBuild, ImageCatalogue } from '../../domain/fleet/image-catalogue.ts';
import { compareImages } from '../../domain/fleet/image-order.ts';
import { parseNodeImage } from '../../domain/fleet/node-image.ts';

/** `node-images.json` as it ships; only what is used is read. */
export const CatalogueFile = z.object({
  asOf: z.iso.date(),
  imageFamilies: z.array(
    z.object({
      family: z.string(),
      versions: z.array(
        z.object({
          version: z.string(),
          imageDate: z.iso.date(),
          announced: z.boolean().optional(),
          kernel: z.string().optional(),
          containerd: z.string().optional(),
          openssl: z.string().optional(),
          osVersion: z.string().optional(),
        }),
      ),
    }),
  ),
});

/** Small in memory: fields that are not used are gone, and a text that many builds share is kept once. */
export function catalogueOf(file: z.infer<typeof CatalogueFile>): ImageCatalogue {
  const once = new Map<string, string>();
  const shared = (text: string) => {
    const known = once.get(text);
    if (known !== undefined) return known;
    once.set(text, text);
    return text;
  };
  const families = file.imageFamilies.map(({ family, versions }) => {
    const builds = versions.map((build): { build: ImageBuild; image: ReturnType<typeof parseNodeImage> } => ({
      build: {
        version: build.version,
        imageDate: build.imageDate,
        ...(build.announced === undefined ? {} : { announced: build.announced }),
        ...(build.kernel ? { kernel: shared(build.kernel) } : {}),
        ...(build.containerd ? { containerd: shared(build.containerd) } : {}),
        ...(build.openssl ? { openssl: shared(build.openssl) } : {}),
        ...(build.osVersion ? { osVersion: shared(build.osVersion) } : {}),
      },
      image: parseNodeImage(`${family}-${build.version}`),
    }));
    builds.sort((a, b) => compareImages(a.image, b.image) ?? 0);
    return [family.toLowerCase(), builds.map(({ build }) => build)] as const;
  });
  const names = new Map(file.imageFamilies.map(({ family }) => [family.toLowerCase(), family]));
  return { asOf: file.asOf, families: new Map(families), names };
}
