import { hexOf } from '../../model/stable-hash.ts';
import type { WorkloadSpec } from '../../model/workload-schema.ts';
import type { Affinity, Container, Labels, PodSpec, PodTemplate, Toleration } from '../objects.ts';
import { parseTaint } from './nodes.ts';

/** Says to the simulated kubelet how a pod behaves. */
export const BEHAVIOUR = 'fake-kubelet/behaviour';
export const RESTARTS = 'fake-kubelet/restarts';
export const COMPLETES_AFTER = 'fake-kubelet/completes-after';
export const STOPS_AFTER = 'fake-kubelet/stops-after';
export const STARTS_AFTER = 'fake-kubelet/starts-after';

const BEHAVIOURS: Readonly<Partial<Record<WorkloadSpec['state'], string>>> = {
  'crash-looping': 'crashloop',
  'image-missing': 'image-pull-error',
  'not-ready': 'not-ready',
};

/** The pod template of a workload of a fleet file, as the API server would have stored it. */
export function templateOf(spec: WorkloadSpec): PodTemplate {
  const annotations: Record<string, string> = {};
  const behaviour = BEHAVIOURS[spec.state];
  if (behaviour !== undefined) annotations[BEHAVIOUR] = behaviour;
  if (spec.state === 'crash-looping') annotations[RESTARTS] = '7';
  if (spec.state === 'finished') annotations[COMPLETES_AFTER] = '2s';
  if (spec.startsAfterSeconds !== undefined) annotations[STARTS_AFTER] = `${spec.startsAfterSeconds}s`;
  if (spec.stopsAfterSeconds !== undefined) annotations[STOPS_AFTER] = `${spec.stopsAfterSeconds}s`;
  return {
    metadata: {
      labels: { app: spec.name, ...spec.labels },
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    spec: podSpec(spec),
  };
}

function podSpec(spec: WorkloadSpec): PodSpec {
  const volumes = [
    ...(spec.hostPaths ?? []).map((path, at) => ({ name: `host-${at}`, hostPath: { path, type: '' } })),
    ...(spec.emptyDir ? [{ name: 'scratch', emptyDir: {} }] : []),
  ];
  const sysctls = Object.entries(spec.sysctls ?? {}).map(([name, value]) => ({ name, value }));
  const nodeSelector = {
    ...(spec.kind === 'DaemonSet' || spec.os === 'windows' || spec.pool === undefined
      ? { 'kubernetes.io/os': spec.os }
      : {}),
    ...(spec.pool !== undefined && { 'kubernetes.azure.com/agentpool': spec.pool }),
    ...spec.nodeSelector,
  };
  const affinity = affinityOf(spec);
  const tolerations = (spec.tolerates ?? []).map(toleration);
  return {
    ...(volumes.length > 0 && { volumes }),
    containers: [container(spec, volumes)],
    restartPolicy: spec.kind === 'Job' ? 'Never' : 'Always',
    terminationGracePeriodSeconds: spec.graceSeconds,
    dnsPolicy: 'ClusterFirst',
    nodeSelector,
    ...(spec.hostNetwork && { hostNetwork: true }),
    ...(spec.hostPid && { hostPID: true }),
    ...(spec.runtimeClass !== undefined && { runtimeClassName: spec.runtimeClass }),
    securityContext: {
      ...(spec.seccompProfile !== undefined && {
        seccompProfile: { type: 'Localhost', localhostProfile: spec.seccompProfile },
      }),
      ...(spec.appArmorProfile !== undefined && {
        appArmorProfile: { type: 'Localhost', localhostProfile: spec.appArmorProfile },
      }),
      ...(sysctls.length > 0 && { sysctls }),
    },
    ...(affinity && { affinity }),
    schedulerName: 'default-scheduler',
    ...(tolerations.length > 0 && { tolerations }),
    ...(spec.priorityClass !== undefined && { priorityClassName: spec.priorityClass }),
    ...((spec.kind === 'Deployment' || spec.kind === 'StatefulSet') && {
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'kubernetes.io/hostname',
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: { app: spec.name } },
        },
      ],
    }),
  };
}

function container(
  spec: WorkloadSpec,
  volumes: readonly { readonly name: string; readonly hostPath?: { path: string } }[],
): Container {
  const devices = Object.fromEntries(Object.entries(spec.devices ?? {}).map(([name, count]) => [name, String(count)]));
  const mounts = [
    ...volumes.map(({ name, hostPath }) => ({ name, mountPath: hostPath ? `/host${hostPath.path}` : '/scratch' })),
    ...(spec.volume !== undefined ? [{ name: 'data', mountPath: '/data' }] : []),
  ];
  const security = {
    ...(spec.privileged && { privileged: true }),
    ...(spec.capabilities && { capabilities: { add: spec.capabilities } }),
  };
  return {
    name: spec.name,
    image:
      spec.image ??
      (spec.state === 'image-missing'
        ? `registry.example/${spec.name}:0.0.0-missing`
        : `registry.example/${spec.name}:1.0.0`),
    resources: {
      ...(spec.devices && { limits: devices }),
      requests: { cpu: spec.cpu, memory: spec.memory, ...devices },
    },
    ...(mounts.length > 0 && { volumeMounts: mounts }),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    ...(Object.keys(security).length > 0 && { securityContext: security }),
  };
}

function toleration(text: string): Toleration {
  if (text === '*') return { operator: 'Exists' };
  const { key, value, effect } = parseTaint(text);
  return value === undefined ? { key, operator: 'Exists', effect } : { key, operator: 'Equal', value, effect };
}

function affinityOf({ apart, name }: WorkloadSpec): Affinity | undefined {
  if (apart === undefined) return undefined;
  const topologyKey = apart === 'hosts' ? 'kubernetes.io/hostname' : 'topology.kubernetes.io/zone';
  return {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app: name } }, topologyKey }],
    },
  };
}

/** `7f6dbdf955`: what tells the ReplicaSets of a Deployment apart; the same for the same template. */
export function templateHash(template: PodTemplate): string {
  const hex = hexOf(JSON.stringify(template));
  return safe(hex, 10);
}

const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

/** Letters and digits that form no words, as Kubernetes uses them in made-up names. */
export function safe(hex: string, length: number): string {
  let text = '';
  for (let at = 0; text.length < length; at += 2)
    text += SAFE[Number.parseInt(hex.slice(at % 30, (at % 30) + 2), 16) % SAFE.length];
  return text;
}

const LABELLED = new WeakMap<PodTemplate, Map<string, Labels>>();

/** The template's labels with more of them; the same object every time, as thousands of pods share it. */
export function labelsWith(template: PodTemplate, more: Labels): Labels {
  const key = JSON.stringify(more);
  const known = LABELLED.get(template) ?? new Map<string, Labels>();
  LABELLED.set(template, known);
  let labels = known.get(key);
  if (!labels) {
    labels = { ...template.metadata?.labels, ...more };
    known.set(key, labels);
  }
  return labels;
}
