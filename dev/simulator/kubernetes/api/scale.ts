import type { Workload } from '../objects.ts';
import { selectorText } from '../selectors/labels.ts';
import { isDryRun, objectIn } from './bodies.ts';
import { patched } from './patch/index.ts';
import { theObject } from './read.ts';
import type { KubeRequest } from './request.ts';
import type { ResourceRoute } from './routes.ts';
import { type Answer, conflict, invalid } from './status.ts';

const SCALE = { kind: 'Scale', group: 'autoscaling', version: 'v1' };

/** How many pods a workload should have, on its own. @throws ApiError 409 or 422 */
export function scale(request: KubeRequest, route: ResourceRoute): Answer {
  const { resource, name = '' } = route;
  const before = theObject(request, route) as Workload;
  const asScale = scaleOf(before);
  if (request.method === 'GET') return { status: 200, body: asScale };
  const wanted = (
    request.method === 'PATCH'
      ? patched(asScale, request.text, request.headers['content-type']).after
      : objectIn(request, SCALE)
  ) as { metadata?: { resourceVersion?: string }; spec?: { replicas?: number } };
  const version = wanted.metadata?.resourceVersion;
  if (version !== undefined && version !== '' && version !== before.metadata.resourceVersion)
    throw conflict(resource, name);
  const replicas = wanted.spec?.replicas ?? 0;
  if (replicas < 0) {
    const message = `Invalid value: ${replicas}: must be greater than or equal to 0`;
    throw invalid(SCALE, name, [{ reason: 'FieldValueInvalid', message, field: 'spec.replicas' }]);
  }
  if (replicas === before.spec.replicas) return { status: 200, body: asScale };
  const metadata = { ...before.metadata, generation: (before.metadata.generation ?? 1) + 1 };
  const after: Workload = { ...before, metadata, spec: { ...before.spec, replicas } };
  return { status: 200, body: scaleOf(isDryRun(request) ? after : request.cluster.store.put(resource.plural, after)) };
}

function scaleOf({ metadata, spec, status }: Workload) {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec.replicas ?? 1 },
    status: { replicas: Number(status.replicas ?? 0), selector: selectorText(spec.selector) },
  };
}
