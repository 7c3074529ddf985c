import { createHash } from 'node:crypto';
import type { Reply } from './route.ts';

/** Weak, because the platform may compress what we send. */
export function etagOf(body: string | Uint8Array): string {
  return `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

/** Adds the tag, and answers 304 without a body when the caller has this very answer. */
export function withEtag(reply: Reply, ifNoneMatch: string | undefined): Reply {
  const etag = etagOf(reply.body);
  const headers = { 'cache-control': 'private, no-cache', ...reply.headers, etag };
  if (!matches(ifNoneMatch, etag)) return { ...reply, headers };
  return { status: 304, mediaType: reply.mediaType, body: '', headers };
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag));
}
