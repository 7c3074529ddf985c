import type { Seen } from '../../domain/cluster/facts.ts';
import type { ClusterConnection } from '../kubernetes/connections.ts';
import { type Kind, readListAt } from '../kubernetes/list.ts';
import { WatchBroken, type WatchEvent } from '../kubernetes/watch.ts';

/** One list of a cluster, kept from look to look: the first look reads it whole, every other one only what changed. */
export interface KeptList<T> {
  look(connection: ClusterConnection, signal: AbortSignal): Promise<Seen<T>>;
}

interface Listed {
  readonly metadata: { readonly uid?: string };
}

/** The server ends the stream of changes then; what happened meanwhile is told at once. */
const CATCH_UP_SECONDS = 1;

/**
 * Changes are asked for from the version that was last seen. When the server has forgotten it (410), or the stream breaks,
 * the list is read whole again: what is kept is never older than this look. Whoever looks while a look is under way gets
 * what that one sees.
 */
export function keptList<T>(kind: Kind<T>): KeptList<T> {
  let rows = new Map<string, T>();
  let version = '';
  let underWay: Promise<Seen<T>> | undefined;

  async function readWhole({ reader }: ClusterConnection): Promise<Seen<T>> {
    version = '';
    rows = new Map();
    const cutter = () => {
      // A list that is begun again begins with nothing.
      rows = new Map();
      const cut = kind.cutter();
      return (item: never) => {
        for (const row of cut(item)) rows.set((item as Listed).metadata.uid ?? '', row);
        return [];
      };
    };
    const list = await readListAt<never>(reader, { ...kind, cutter });
    if (list.seen.kind === 'not-seen') {
      rows = new Map();
      return list.seen;
    }
    version = list.version;
    return { kind: 'seen', items: [...rows.values()] };
  }

  function take({ type, object }: WatchEvent, cut: (item: never) => readonly T[]): void {
    version = object.metadata.resourceVersion ?? version;
    if (type === 'BOOKMARK') return;
    const uid = (object as Listed).metadata.uid ?? '';
    const [row] = type === 'DELETED' ? [] : cut(object as never);
    if (row === undefined) rows.delete(uid);
    else rows.set(uid, row);
  }

  async function catchUp({ watch }: ClusterConnection, signal: AbortSignal): Promise<boolean> {
    const path =
      `${kind.path}?${kind.query ? `${kind.query}&` : ''}watch=true&allowWatchBookmarks=true` +
      `&timeoutSeconds=${CATCH_UP_SECONDS}&resourceVersion=${encodeURIComponent(version)}`;
    try {
      const cut = kind.cutter();
      for await (const event of watch.events(path, signal)) take(event, cut);
      return !signal.aborted;
    } catch (error) {
      if (error instanceof WatchBroken || error instanceof TypeError) return false;
      throw error;
    }
  }

  async function look(connection: ClusterConnection, signal: AbortSignal): Promise<Seen<T>> {
    if (version !== '' && (await catchUp(connection, signal))) return { kind: 'seen', items: [...rows.values()] };
    return readWhole(connection);
  }

  return {
    look(connection, signal) {
      underWay ??= look(connection, signal).finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
  };
}
