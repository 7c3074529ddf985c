import { RESOURCES } from '../../../dev/simulator/kubernetes/api/resources.ts';
import type { KubeObject } from '../../../dev/simulator/kubernetes/objects.ts';
import { controllerOf, type Pod, type Workload } from '../../../dev/simulator/kubernetes/objects.ts';
import { replicaSetOf } from '../../../dev/simulator/kubernetes/world/objects-of-workload.ts';
import { without } from '../../../dev/simulator/model/without.ts';
import type { Given } from './plans.ts';
import { lineOf, type Recording, recordings } from './recording.ts';

/** One state of an object that some recording shows. */
interface Sighting {
  readonly plural: string;
  readonly object: KubeObject;
  readonly revision: number;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function pluralOf(kind: unknown): string | undefined {
  return RESOURCES.find((one) => one.kind === kind)?.plural;
}

function sightingsIn(body: unknown, kind?: string): Sighting[] {
  if (!isObject(body)) return [];
  const own = String(body.kind ?? kind ?? '');
  if (Array.isArray(body.items)) return body.items.flatMap((item) => sightingsIn(item, own.replace(/List$/, '')));
  const plural = pluralOf(own);
  const metadata = body.metadata as KubeObject['metadata'] | undefined;
  if (plural === undefined || !metadata?.uid || !metadata.resourceVersion) return [];
  // Events of the newer version are the same objects in other words.
  if (plural === 'events' && 'regarding' in body) return [];
  return [
    {
      plural,
      object: withoutManagedFields(without(body, 'kind', 'apiVersion') as unknown as KubeObject),
      revision: Number(metadata.resourceVersion),
    },
  ];
}

const withoutManagedFields = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: without(object.metadata as KubeObject['metadata'] & { managedFields?: unknown }, 'managedFields'),
});

const sightings: readonly Sighting[] = recordings.flatMap((one) =>
  (one.exchanges ?? []).flatMap(({ response }) => [
    ...sightingsIn(response.body),
    ...(response.stream ?? []).flatMap(({ line }) => sightingsIn(lineOf(line).object)),
  ]),
);

/** All recordings are of one cluster, so each has a place in the history of its revisions. */
export function revisionBefore({ exchanges = [] }: Recording): number {
  const revisions = exchanges.flatMap(({ request, response }) => {
    const body = response.body;
    if (!isObject(body)) return [];
    const version = Number((body.metadata as Json | undefined)?.resourceVersion);
    if (!Number.isFinite(version) || version === 0) return [];
    if (Array.isArray(body.items) || Array.isArray(body.rows)) return [version];
    return request.method === 'GET' ? [version] : [version - 1];
  });
  return revisions[0] ?? BASE;
}

/** Revision of the lists that were taken of the whole cluster. */
const BASE = 736;

export interface State {
  readonly revision: number;
  readonly now: number;
  readonly contents: Map<string, KubeObject[]>;
}

/** The cluster as it was at a revision, as far as any recording has seen it. */
export function stateAt(revision: number, { exchanges = [] }: Recording, given: readonly Given[] = []): State {
  const latest = new Map<string, Sighting>();
  for (const sighting of sightings) {
    const { uid } = sighting.object.metadata;
    const known = latest.get(uid);
    if (sighting.revision <= revision && (!known || known.revision <= sighting.revision)) latest.set(uid, sighting);
  }
  // What was there by then and is only seen later is taken as it was seen first.
  const then = Math.max(...[...latest.values()].map(({ object }) => Date.parse(object.metadata.creationTimestamp)));
  for (const sighting of sightings.toSorted((a, b) => b.revision - a.revision)) {
    const { uid, creationTimestamp, deletionTimestamp } = sighting.object.metadata;
    const seenBefore = latest.get(uid);
    if (seenBefore && seenBefore.revision <= revision) continue;
    if (Date.parse(creationTimestamp) <= then && deletionTimestamp === undefined) latest.set(uid, sighting);
  }
  const contents = new Map<string, KubeObject[]>();
  const byKey = new Map<string, Sighting>();
  for (const sighting of latest.values()) {
    const { namespace, name } = sighting.object.metadata;
    const key = `${sighting.plural} ${namespace ?? ''}/${name}`;
    if ((byKey.get(key)?.revision ?? 0) <= sighting.revision) byKey.set(key, sighting);
  }
  for (const { plural, object } of byKey.values()) contents.set(plural, [...(contents.get(plural) ?? []), object]);
  for (const namespace of ['batch', 'default', 'kube-node-lease', 'kube-system', 'locked-down', 'ops', 'shop']) {
    put(contents, 'namespaces', namespaceOf(namespace));
    put(contents, 'serviceaccounts', { metadata: { ...meta('default', `account ${namespace}`), namespace } });
  }
  trim(contents, exchanges);
  for (const one of given) replace(contents, one, exchanges);
  addReplicaSets(contents);
  const times = [...byKey.values()].flatMap(({ object }) =>
    [
      ...JSON.stringify({ ...object, metadata: { ...object.metadata, deletionTimestamp: undefined } }).matchAll(
        /\d{4}-\d\d-\d\dT[\d:.]+Z/g,
      ),
    ].map(([time]) => Date.parse(time)),
  );
  return { revision, now: Math.max(...times.filter((time) => time < Date.parse('2025-10-20T09:00:00Z'))), contents };
}

function put(contents: Map<string, KubeObject[]>, plural: string, object: KubeObject): void {
  contents.set(plural, [...(contents.get(plural) ?? []), object]);
}

const meta = (name: string, uid: string) => ({
  name,
  uid,
  resourceVersion: '1',
  creationTimestamp: '2025-10-20T08:09:50Z',
});

const namespaceOf = (name: string): KubeObject => ({
  metadata: {
    ...meta(name, `namespace ${name}`),
    labels: {
      'kubernetes.io/metadata.name': name,
      ...(name === 'locked-down' && { 'pod-security.kubernetes.io/enforce': 'restricted' }),
    },
  },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
});

/** A list of a whole namespace or cluster says what was there, and what was not; how many more there were is filled up. */
function trim(contents: Map<string, KubeObject[]>, exchanges: Recording['exchanges'] = []): void {
  for (const [at, { request, response }] of exchanges.entries()) {
    const touched = exchanges.slice(0, at).some((one) => one.request.method !== 'GET');
    const body = response.body;
    if (request.method !== 'GET' || !isObject(body)) continue;
    const url = new URL(request.path, 'https://127.0.0.1');
    const rows = (body.items ?? (body.rows as { object?: unknown }[] | undefined)?.map((row) => row.object)) as
      | KubeObject[]
      | undefined;
    const first = rows?.[0];
    if (!rows || !first) continue;
    const plural = url.pathname.split('/').at(-1) as string;
    const namespace = /namespaces\/([^/]+)\//.exec(url.pathname)?.[1];
    const names = new Set(rows.map((one) => `${one.metadata.namespace ?? ''}/${one.metadata.name}`));
    const { remainingItemCount, continue: token } = body.metadata as { remainingItemCount?: number; continue?: string };
    for (const row of plural === 'events' && touched ? [] : rows) {
      if ((contents.get(plural) ?? []).some((one) => one.metadata.uid === row.metadata.uid)) continue;
      put(
        contents,
        plural,
        'spec' in row || plural === 'events'
          ? withoutManagedFields(fromList(row))
          : likeItsSiblings(contents, plural, row, body),
      );
    }
    const node = /spec\.nodeName=([^,]+)/.exec(url.searchParams.get('fieldSelector') ?? '')?.[1];
    if (node !== undefined) {
      const gone = (one: KubeObject) =>
        (one as Pod).spec.nodeName === node &&
        (namespace === undefined || one.metadata.namespace === namespace) &&
        !names.has(`${one.metadata.namespace ?? ''}/${one.metadata.name}`);
      contents.set(
        plural,
        (contents.get(plural) ?? []).filter((one) => !gone(one)),
      );
    }
    const more = token !== undefined && remainingItemCount === undefined;
    if (more && !url.searchParams.has('continue')) {
      const last = rows.at(-1) as KubeObject;
      put(
        contents,
        plural,
        withoutManagedFields(
          fromList({
            ...last,
            metadata: { ...last.metadata, name: `zz-${last.metadata.name}`, uid: `more ${last.metadata.uid}` },
          }),
        ),
      );
    }
    const selected = ['labelSelector', 'fieldSelector', 'limit'].some((name) => url.searchParams.has(name));
    if (!selected) {
      contents.set(
        plural,
        (contents.get(plural) ?? []).filter(
          ({ metadata }) =>
            (namespace !== undefined && metadata.namespace !== namespace) ||
            names.has(`${metadata.namespace ?? ''}/${metadata.name}`),
        ),
      );
    }
    if (token !== undefined && remainingItemCount !== undefined && !url.searchParams.has('continue'))
      fill(contents, plural, namespace, rows, remainingItemCount);
  }
}

/** So many more objects of the kind after the last one shown, seen or made up, that the count is right. */
function fill(
  contents: Map<string, KubeObject[]>,
  plural: string,
  namespace: string | undefined,
  rows: readonly KubeObject[],
  remaining: number,
): void {
  const key = ({ metadata }: KubeObject) => `${metadata.namespace ?? ''}/${metadata.name}`;
  const shown = new Set(rows.map(key));
  const last = key(rows.at(-1) as KubeObject);
  const all = contents.get(plural) ?? [];
  const inScope = (one: KubeObject) => namespace === undefined || one.metadata.namespace === namespace;
  const kept = all.filter((one) => !inScope(one) || shown.has(key(one)) || key(one) > last);
  const later = kept.filter((one) => inScope(one) && key(one) > last).length;
  const surplus = new Set(
    kept
      .filter((one) => inScope(one) && key(one) > last)
      .toSorted((a, b) => (key(a) < key(b) ? 1 : -1))
      .slice(0, Math.max(0, later - remaining)),
  );
  const made = Array.from(
    { length: Math.max(0, remaining - later) },
    (_, at): KubeObject => ({
      ...(rows.at(-1) as KubeObject),
      metadata: { ...meta(`zz-filler-${String(at).padStart(3, '0')}`, `filler ${at}`), namespace: namespace ?? 'shop' },
    }),
  );
  contents.set(plural, [...kept.filter((one) => !surplus.has(one)), ...made]);
}

/** Events in the newer words are kept in the older ones. */
function fromList(row: KubeObject): KubeObject {
  if (!('regarding' in row)) return row;
  const {
    regarding,
    note,
    reportingController,
    deprecatedSource,
    deprecatedFirstTimestamp,
    deprecatedLastTimestamp,
    deprecatedCount,
    reportingInstance,
    ...rest
  } = row as KubeObject & Json;
  return {
    ...rest,
    involvedObject: regarding,
    message: note,
    source: deprecatedSource,
    firstTimestamp: deprecatedFirstTimestamp,
    lastTimestamp: deprecatedLastTimestamp,
    ...(deprecatedCount !== undefined && { count: deprecatedCount }),
    reportingComponent: reportingController,
    reportingInstance: reportingInstance ?? '',
  };
}

/** A pod of which only a row of a table is known: like another one of its owner, at the address of the row. */
function likeItsSiblings(contents: Map<string, KubeObject[]>, plural: string, row: KubeObject, body: Json): KubeObject {
  const cells =
    (body.rows as { cells: unknown[]; object: KubeObject }[]).find(
      ({ object }) => object.metadata.uid === row.metadata.uid,
    )?.cells ?? [];
  const sibling = (contents.get(plural) ?? []).find(
    (one) => one.metadata.labels?.app === row.metadata.labels?.app,
  ) as Pod;
  return {
    ...sibling,
    metadata: withoutManagedFields(row).metadata,
    spec: { ...sibling.spec, nodeName: String(cells[6]) },
    status: { ...sibling.status, podIP: String(cells[5]) },
  };
}

/** Puts an object in, as it was before anyone asked for its deletion. */
function replace(
  contents: Map<string, KubeObject[]>,
  { plural, name, like, change }: Given,
  exchanges: Recording['exchanges'] = [],
): void {
  const own = exchanges
    .flatMap(({ response }) => sightingsIn(response.body))
    .find((one) => one.object.metadata.name === (like ?? name));
  const known = (contents.get(plural) ?? []).find(({ metadata }) => metadata.name === (like ?? name));
  const found =
    known ??
    own?.object ??
    sightings.find((one) => one.plural === plural && one.object.metadata.name === (like ?? name))?.object;
  if (!found) throw new Error(`no recording shows ${plural} ${like ?? name}`);
  const { deletionTimestamp } = found.metadata;
  const metadata = without(found.metadata, 'deletionTimestamp', 'deletionGracePeriodSeconds');
  const before: KubeObject = {
    ...found,
    metadata: {
      ...metadata,
      name,
      ...(like !== undefined && { uid: `given ${name}` }),
      ...(deletionTimestamp !== undefined && { generation: 1 }),
    },
  };
  const object = change ? change(before) : before;
  contents.set(plural, [
    ...(contents.get(plural) ?? []).filter(
      (one) => one.metadata.name !== name || one.metadata.namespace !== object.metadata.namespace,
    ),
    object,
  ]);
}

/** The ReplicaSets that no answer shows, from the Deployments that own them and the pods that they own. */
function addReplicaSets(contents: Map<string, KubeObject[]>): void {
  for (const deployment of (contents.get('deployments') ?? []) as Workload[]) {
    const { name, namespace, creationTimestamp } = deployment.metadata;
    const pods = ((contents.get('pods') ?? []) as Pod[]).filter(
      (pod) => pod.metadata.namespace === namespace && pod.metadata.labels?.app === name,
    );
    const owner = pods[0] && controllerOf(pods[0]);
    if (!owner || (contents.get('replicasets') ?? []).some((one) => one.metadata.uid === owner.uid)) continue;
    const made = replicaSetOf(deployment, creationTimestamp);
    const count = pods.length;
    put(contents, 'replicasets', {
      ...made,
      metadata: { ...made.metadata, name: owner.name, uid: owner.uid, resourceVersion: '1' },
      spec: { ...made.spec, replicas: count },
      status: {
        replicas: count,
        fullyLabeledReplicas: count,
        readyReplicas: count,
        availableReplicas: count,
        observedGeneration: 1,
      },
    });
  }
}
