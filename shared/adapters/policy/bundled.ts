import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { ImageCatalogue } from '../../domain/fleet/image-catalogue.ts';
import type { ImagePolicy } from '../../domain/policy/image-policy.ts';
import { packageRoot } from '../system/package-root.ts';
import { type CalendarFacts, KubernetesSupportFile, RetirementsFile } from './calendar-file.ts';
import { CatalogueFile, catalogueOf } from './catalogue-file.ts';
import { ImagePolicyFile } from './image-policy-file.ts';
import { readJson } from './read-json.ts';

/** What ships with this version. */
export interface BundledPolicy {
  readonly calendar: CalendarFacts;
  readonly catalogue: ImageCatalogue;
  readonly images: ImagePolicy;
}

/**
 * Reads the data files that ship, about a megabyte; call it once.
 *
 * @param folder where they are; by default `data/` of this package
 * @throws InputError BUNDLED_DATA_UNREADABLE when one was changed by hand and is not sound any more
 */
export async function readBundled(folder: string = join(packageRoot(), 'data')): Promise<BundledPolicy> {
  const read = async <T>(file: string, schema: z.ZodType<T>): Promise<T> =>
    readJson(file, await readFile(join(folder, file), 'utf8'), schema, 'BUNDLED_DATA_UNREADABLE');
  const [retirements, kubernetes, images, catalogue] = await Promise.all([
    read('retirements.json', RetirementsFile),
    read('kubernetes-support.json', KubernetesSupportFile),
    read('image-policy.json', ImagePolicyFile),
    read('node-images.json', CatalogueFile),
  ]);
  return {
    calendar: { asOf: retirements.asOf, entries: retirements.entries, kubernetes: kubernetes.versions },
    catalogue: catalogueOf(catalogue),
    images,
  };
}
