import type { KubeObject } from '../objects.ts';
import type { StoreEvent } from '../store/store.ts';
import { type Selection, selectionOf, selects } from './list.ts';
import { whole } from './present.ts';
import type { KubeRequest } from './request.ts';
import { apiVersionOf, type Resource } from './resources.ts';
import type { ResourceRoute } from './routes.ts';
import { ApiError } from './status.ts';

/** Where the lines of a watch go. */
export interface Sink {
  line(text: string): void;
  end(): void;
  /** Calls back when the reader has gone. */
  onClose(notify: () => void): void;
}

/** Time for watches; real time, as they are streams to real readers. */
export interface Timer {
  after(milliseconds: number, run: () => void): () => void;
}

/** How long a watch lasts that does not say how long it should. */
const DEFAULT_SECONDS = 1800;
/** A bookmark comes so long before the end. */
const BOOKMARK_BEFORE_END = 2_000;

/**
 * Streams changes of a kind as lines of JSON.
 *
 * @throws ApiError before anything was streamed: 400 for a bad selector, 500 for a bad revision
 */
export function startWatch(
  request: KubeRequest,
  { resource, namespace, name }: ResourceRoute,
  timer: Timer,
): (sink: Sink) => void {
  const { cluster, query } = request;
  const { store } = cluster;
  const selection = selectionOf(resource, namespace, query);
  const chosen: Selection =
    name === undefined
      ? selection
      : { ...selection, fields: [...selection.fields, { path: 'metadata.name', value: name, equal: true }] };
  const asked = query.get('resourceVersion') ?? '';
  if (asked !== '' && !/^\d+$/.test(asked)) {
    throw new ApiError(
      500,
      undefined,
      `resourceVersion: Invalid value: "${asked}": strconv.ParseUint: parsing "${asked}": invalid syntax`,
    );
  }
  const bookmarks = query.get('allowWatchBookmarks') === 'true';
  const initial = query.get('sendInitialEvents') === 'true' || asked === '' || asked === '0';
  const seconds = Number(query.get('timeoutSeconds') ?? 0) || DEFAULT_SECONDS;

  return (sink) => {
    const tell = (type: string, object: object) => sink.line(JSON.stringify({ type, object }));
    const show = (object: KubeObject) => whole(object, resource, cluster.now());
    if (!initial && Number(asked) < store.compacted) {
      const message = `too old resource version: ${asked} (${store.compacted})`;
      tell('ERROR', new ApiError(410, 'Expired', message).body);
      return sink.end();
    }
    const pass = (event: StoreEvent) => {
      if (event.kind !== resource.plural || event.revision <= (initial ? 0 : Number(asked))) return;
      const type = seenAs(chosen, event);
      if (type)
        tell(
          type,
          show(
            type === 'DELETED' && event.type !== 'DELETED'
              ? {
                  ...(event.before as KubeObject),
                  metadata: { ...(event.before as KubeObject).metadata, resourceVersion: String(event.revision) },
                }
              : event.object,
          ),
        );
    };
    if (initial)
      for (const object of store.list(resource.plural)) if (selects(chosen, object)) tell('ADDED', show(object));
    if (query.get('sendInitialEvents') === 'true' && bookmarks) {
      tell('BOOKMARK', bookmark(resource, store.revision, { 'k8s.io/initial-events-end': 'true' }));
    }
    if (!initial) for (const event of store.since(resource.plural, Number(asked))) pass(event);
    const stops = [
      store.onChange(pass),
      timer.after(seconds * 1000, () => finish()),
      ...(bookmarks && seconds * 1000 > BOOKMARK_BEFORE_END
        ? [
            timer.after(seconds * 1000 - BOOKMARK_BEFORE_END, () =>
              tell('BOOKMARK', bookmark(resource, store.revision)),
            ),
          ]
        : []),
    ];
    const stop = () => {
      for (const one of stops) one();
    };
    const finish = () => {
      stop();
      sink.end();
    };
    sink.onClose(stop);
  };
}

/** What a change is to someone who sees a part only: coming into sight is being added, leaving it being deleted. */
function seenAs(
  selection: Selection,
  { type, object, before }: StoreEvent,
): 'ADDED' | 'MODIFIED' | 'DELETED' | undefined {
  const now = type !== 'DELETED' && selects(selection, object);
  const then = before !== undefined && selects(selection, before);
  if (now) return then ? 'MODIFIED' : 'ADDED';
  return then ? 'DELETED' : undefined;
}

/** Parts of a kind that are never left out, however empty the object is. */
const EMPTY: Readonly<Record<string, object>> = {
  pods: { spec: { containers: null }, status: {} },
  poddisruptionbudgets: {
    spec: {},
    status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  },
  nodes: { spec: {}, status: { daemonEndpoints: { kubeletEndpoint: { Port: 0 } }, nodeInfo: {} } },
};

const bookmark = (resource: Resource, revision: number, annotations?: Readonly<Record<string, string>>) => ({
  kind: resource.kind,
  apiVersion: apiVersionOf(resource),
  metadata: { resourceVersion: String(revision), ...(annotations && { annotations }) },
  ...EMPTY[resource.plural],
});
