import { UpstreamError } from '../../domain/errors.ts';
import type { Pause } from '../../ports/clock.ts';
import type { ClusterConnections } from './connections.ts';
import { type Kind, readListAt } from './list.ts';
import { WatchBroken } from './watch.ts';

/** What one kind of object is at present, by uid. */
export type Objects<T> = ReadonlyMap<string, T>;

/** A stream that breaks this often without one event in between is given up. */
const MOST_BREAKS = 4;
const FIRST_PAUSE_MS = 250;

/** The server ends a watch then, and it goes on from where it was. */
const WATCH_SECONDS = 300;

interface Listed {
  readonly metadata: { readonly uid?: string };
}

/**
 * Lists once and then follows the changes: one connection, and no list again until the server has forgotten where we
 * were (410). `changed` is told the whole after the list and after every change of what is kept of an object.
 *
 * @throws UpstreamError KUBERNETES_UNREACHABLE when it cannot be followed any more
 */
export async function followList<T>(
  connections: ClusterConnections,
  clusterId: string,
  kind: Kind<T>,
  changed: (objects: Objects<T>) => void,
  signal: AbortSignal,
  pause: Pause,
): Promise<void> {
  const keep = byUid(kind);
  let objects = new Map<string, T>();
  let version = '';
  let breaks = 0;
  while (!signal.aborted) {
    const connection = await connections.to(clusterId);
    if ('reason' in connection) throw unreachable(connection.detail);
    try {
      if (version === '') {
        const list = await readListAt(connection.reader, keep);
        if (list.seen.kind === 'not-seen') throw unreachable(list.seen.detail);
        objects = new Map(list.seen.items);
        version = list.version;
        changed(objects);
      }
      const path =
        `${kind.path}?${kind.query ? `${kind.query}&` : ''}watch=true&allowWatchBookmarks=true` +
        `&timeoutSeconds=${WATCH_SECONDS}&resourceVersion=${encodeURIComponent(version)}`;
      const cut = keep.cutter();
      for await (const { type, object } of connection.watch.events(path, signal)) {
        breaks = 0;
        version = object.metadata.resourceVersion ?? version;
        if (type !== 'BOOKMARK' && applied(objects, type, cut(object as never))) changed(objects);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof WatchBroken)) throw error;
      if (error.refusal === 'expired') {
        version = '';
        continue;
      }
      breaks += 1;
      if (breaks > MOST_BREAKS || error.refusal.reason === 'forbidden') throw unreachable(error.refusal.detail);
      await pause(FIRST_PAUSE_MS * 2 ** (breaks - 1));
    }
  }
}

/** @returns whether something of it is another than before */
function applied<T>(
  objects: Map<string, T>,
  type: 'ADDED' | 'MODIFIED' | 'DELETED',
  entries: readonly (readonly [string, T])[],
): boolean {
  let news = false;
  for (const [uid, object] of entries) {
    if (type === 'DELETED') news = objects.delete(uid) || news;
    else if (JSON.stringify(objects.get(uid)) !== JSON.stringify(object)) {
      objects.set(uid, object);
      news = true;
    }
  }
  return news;
}

function byUid<T>(kind: Kind<T>): Kind<readonly [string, T]> {
  return {
    ...kind,
    cutter() {
      const cut = kind.cutter();
      return (item) =>
        cut(item).map((object) => [(item as Listed).metadata.uid ?? JSON.stringify(object), object] as const);
    },
  };
}

function unreachable(detail: string): UpstreamError {
  return new UpstreamError('KUBERNETES_UNREACHABLE', detail);
}
