import type { NodeLeaning } from '../../domain/cluster/facts.ts';
import type { RawContainer, RawMap, RawMeta, RawPodSpec } from './raw.ts';

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod';

/** What a pod or a template takes from its node; every list sorted, nothing twice. */
export function leaningOf(spec: RawPodSpec, meta: RawMeta = {}): NodeLeaning {
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  const contexts = containers.map(({ securityContext }) => securityContext);
  const volumes = spec.volumes ?? [];
  const local = [spec.securityContext, ...contexts];
  return {
    hostNetwork: spec.hostNetwork === true,
    hostPid: spec.hostPID === true,
    privileged: contexts.some((context) => context?.privileged === true),
    hostPaths: sorted(volumes.map(({ hostPath }) => hostPath?.path)),
    emptyDir: volumes.some(({ emptyDir }) => emptyDir !== undefined),
    seccompProfiles: sorted([
      ...local.map((context) => localProfile(context?.seccompProfile)),
      ...annotated(meta.annotations, SECCOMP),
    ]),
    appArmorProfiles: sorted([
      ...local.map((context) => localProfile(context?.appArmorProfile)),
      ...annotated(meta.annotations, APP_ARMOR),
    ]),
    sysctls: sorted((spec.securityContext?.sysctls ?? []).map(({ name }) => name)),
    ...(spec.runtimeClassName && { runtimeClass: spec.runtimeClassName }),
    capabilities: sorted(contexts.flatMap((context) => context?.capabilities?.add ?? [])),
    devices: sorted(containers.flatMap(devicesOf)),
    images: sorted(containers.map(({ image }) => image)),
  };
}

/** Only `Localhost` profiles are files on the node; the runtime's own default is on every node. */
function localProfile(profile: { type?: string; localhostProfile?: string } | undefined): string | undefined {
  return profile?.type === 'Localhost' ? (profile.localhostProfile ?? 'unnamed') : undefined;
}

/** Before they were fields, profiles were annotations: `localhost/NAME`. */
function annotated(annotations: RawMap | undefined, prefix: string): string[] {
  if (!annotations) return [];
  return Object.entries(annotations).flatMap(([key, value]) =>
    key.startsWith(prefix) && value.startsWith('localhost/') ? [value.slice('localhost/'.length)] : [],
  );
}

/** Extended resources carry a domain, as in `nvidia.com/gpu`; what Kubernetes counts itself does not. */
function devicesOf({ resources }: RawContainer): string[] {
  return Object.keys({ ...resources?.limits, ...resources?.requests }).filter((name) => name.includes('/'));
}

function sorted(values: readonly (string | undefined)[]): string[] {
  if (values.length === 0) return [];
  const there = values.filter((value) => value !== undefined && value !== '') as string[];
  return [...new Set(there)].toSorted();
}
