import { without } from '../../model/without.ts';
import type { KubeCluster } from '../cluster.ts';
import type { DisruptionBudget, KubeObject, Pod } from '../objects.ts';
import { admittedSpec, qosOf } from '../world/pod.ts';
import type { Resource } from './resources.ts';
import { forbidden } from './status.ts';

/** What is added to a new object, or why it may not be. @throws ApiError 403 */
export function admit(cluster: KubeCluster, resource: Resource, object: KubeObject): KubeObject {
  switch (resource.plural) {
    case 'pods':
      return admitPod(cluster, resource, object as Pod);
    case 'poddisruptionbudgets':
      return { ...object, status: NO_DISRUPTIONS };
    case 'deployments':
    case 'replicasets':
    case 'statefulsets': {
      const spec = object.spec as Record<string, unknown>;
      return {
        ...object,
        spec: { ...spec, replicas: spec.replicas ?? 1 },
        status: resource.plural === 'replicasets' ? { replicas: 0 } : {},
      };
    }
    case 'healthsignals':
      // Of a custom resource with a status of its own, the status is not taken with the rest.
      return without(object, 'status') as KubeObject;
    default:
      return resource.subresources.includes('status') ? { ...object, status: object.status ?? {} } : object;
  }
}

const NO_DISRUPTIONS: DisruptionBudget['status'] = {
  disruptionsAllowed: 0,
  currentHealthy: 0,
  desiredHealthy: 0,
  expectedPods: 0,
};

function admitPod(cluster: KubeCluster, resource: Resource, pod: Pod): Pod {
  const { name, namespace = '' } = pod.metadata;
  const account = (pod.spec.serviceAccountName as string | undefined) ?? 'default';
  if (!cluster.store.get('serviceaccounts', namespace, account)) {
    throw forbidden(
      resource,
      name,
      `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`,
    );
  }
  const labels = cluster.store.get('namespaces', undefined, namespace)?.metadata.labels;
  const level = labels?.['pod-security.kubernetes.io/enforce'];
  const violations = level === 'restricted' ? restrictedViolations(pod) : [];
  if (violations.length > 0)
    throw forbidden(resource, name, `violates PodSecurity "${level}:latest": ${violations.join(', ')}`);
  const spec = admittedSpec(pod.spec);
  return { ...pod, spec, status: { phase: 'Pending', qosClass: qosOf(spec) } };
}

interface Security {
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly drop?: readonly string[] };
  readonly runAsNonRoot?: boolean;
  readonly seccompProfile?: { readonly type?: string };
}

/** The four demands of the restricted level that an unprepared pod misses. */
function restrictedViolations({ spec }: Pod): string[] {
  const security = (one: { readonly [field: string]: unknown }) => (one.securityContext ?? {}) as Security;
  const whole = security(spec);
  const lacking = (good: (own: Security) => boolean) =>
    spec.containers.filter((one) => !good(security(one))).map(({ name }) => `container "${name}"`);
  const violations: string[] = [];
  const say = (found: readonly string[], text: (who: string) => string) => {
    if (found.length > 0) violations.push(text(found.join(', ')));
  };
  say(
    lacking((own) => own.allowPrivilegeEscalation === false),
    (who) => `allowPrivilegeEscalation != false (${who} must set securityContext.allowPrivilegeEscalation=false)`,
  );
  say(
    lacking((own) => own.capabilities?.drop?.includes('ALL') ?? false),
    (who) => `unrestricted capabilities (${who} must set securityContext.capabilities.drop=["ALL"])`,
  );
  say(
    lacking((own) => own.runAsNonRoot ?? whole.runAsNonRoot ?? false),
    (who) => `runAsNonRoot != true (pod or ${who} must set securityContext.runAsNonRoot=true)`,
  );
  say(
    lacking((own) =>
      ['RuntimeDefault', 'Localhost'].includes((own.seccompProfile ?? whole.seccompProfile)?.type ?? ''),
    ),
    (who) =>
      `seccompProfile (pod or ${who} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`,
  );
  return violations;
}
