import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../../adapters/system/package-root.ts';
import { problem } from '../problem.ts';
import type { Route } from '../route.ts';

/** Everything that the pages load. A name that is not here does not exist: no path ever reaches the disk. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  'steward.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
  'live.js': 'text/javascript; charset=utf-8',
};

const files = new Map<string, Buffer>();

function fileOf(name: string): Buffer {
  const known = files.get(name);
  if (known) return known;
  const read = readFileSync(join(packageRoot(), 'web', 'assets', name));
  files.set(name, read);
  return read;
}

let version: string | undefined;

/** Changes when any asset does; part of their addresses, so that browsers may keep them for good. */
export function assetsVersion(): string {
  if (version === undefined) {
    const hash = createHash('sha256');
    for (const name of Object.keys(MEDIA_TYPES)) hash.update(fileOf(name));
    version = hash.digest('hex').slice(0, 12);
  }
  return version;
}

export const showAsset: Route = {
  name: 'dashboard-assets',
  method: 'GET',
  path: 'assets/{name}',
  summary: 'The style sheet, the icon and the script of the pages',
  params: z.object({ name: z.string() }),
  answers: { 200: { description: 'The file', mediaType: 'text/css' }, 404: { description: 'There is no such file' } },
  async handle({ params, url }) {
    const name = params['name'] ?? '';
    const mediaType = Object.hasOwn(MEDIA_TYPES, name) ? MEDIA_TYPES[name] : undefined;
    if (!mediaType) return problem(404, 'ASSET_NOT_FOUND', 'The pages have no such file.');
    const kept = url.searchParams.get('v') === assetsVersion();
    return {
      status: 200,
      mediaType,
      body: fileOf(name),
      headers: { 'cache-control': kept ? 'private, max-age=31536000, immutable' : 'private, no-cache' },
    };
  },
};
