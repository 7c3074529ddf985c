import type { Instant } from '../../../../shared/domain/time.ts';
import type { KubeObject } from '../objects.ts';
import { apiVersionOf, type Resource } from './resources.ts';

/** How often a kubelet renews its lease. */
const LEASE_MILLISECONDS = 10_000;

/**
 * An object as it is told: events in the words of the version that was asked for, and node leases with
 * the renewal that their kubelet would have made by now, as 5,000 of them every ten seconds are not kept.
 */
export function presented(object: KubeObject, resource: Resource, now: Instant): KubeObject {
  if (resource.plural === 'leases') return withRenewal(object, now);
  if (resource.plural === 'events' && resource.group !== '') return inNewWords(object);
  return object;
}

/** A single object: what it is comes first. */
export const whole = (object: KubeObject, resource: Resource, now: Instant): object => ({
  kind: resource.kind,
  apiVersion: apiVersionOf(resource),
  ...presented(object, resource, now),
});

function withRenewal(lease: KubeObject, now: Instant): KubeObject {
  const spec = lease.spec as { readonly renewTime?: string };
  if (spec.renewTime !== undefined) return lease;
  const renewed = now - (now % LEASE_MILLISECONDS);
  return { ...lease, spec: { ...spec, renewTime: `${new Date(renewed).toISOString().slice(0, -1)}000Z` } };
}

function inNewWords(event: KubeObject): KubeObject {
  const {
    metadata,
    eventTime,
    reportingComponent,
    reportingInstance,
    action,
    reason,
    involvedObject,
    message,
    type,
    ...rest
  } = event as KubeObject & Record<string, unknown>;
  return {
    metadata,
    eventTime,
    reportingController: reportingComponent,
    ...(reportingInstance !== '' && { reportingInstance }),
    ...(action !== undefined && { action }),
    reason,
    regarding: involvedObject,
    note: message,
    type,
    deprecatedSource: rest.source,
    deprecatedFirstTimestamp: rest.firstTimestamp,
    deprecatedLastTimestamp: rest.lastTimestamp,
    ...(rest.count !== undefined && { deprecatedCount: rest.count }),
  };
}
