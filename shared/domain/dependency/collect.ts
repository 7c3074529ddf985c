import type { AgentList, KnownAgent } from './agent.ts';
import type { Dependency, DependencyKind } from './dependency.ts';
import type { Leaning } from './lean.ts';
import { whyPathTies } from './node-paths.ts';
import { pinnedTo } from './pinned-image.ts';
import { recogniseAgent, versionOf } from './recognise-agent.ts';

/** Drivers that AKS brings and keeps fit for every image. */
const AKS_DRIVERS = [
  'disk.csi.azure.com',
  'file.csi.azure.com',
  'blob.csi.azure.com',
  'secrets-store.csi.k8s.io',
  'kubernetes.io/azure-disk',
  'kubernetes.io/azure-file',
];

/**
 * Sysctls that a kubelet allows without being told.
 * @see https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
 */
const SAFE_SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
];

const POOL_KEYS = ['agentpool', 'kubernetes.azure.com/agentpool', 'kubernetes.io/hostname', 'metadata.name'];
const IMAGE_KEYS = [
  'kubernetes.azure.com/node-image-version',
  'kubernetes.azure.com/os-sku',
  'kubernetes.azure.com/os-sku-effective',
  'kubernetes.azure.com/os-sku-requested',
  'feature.node.kubernetes.io/kernel-version.full',
  'feature.node.kubernetes.io/system-os_release.VERSION_ID',
];

/** Every way in which one workload leans on the node. */
export function dependenciesOf(leaning: Leaning, agents: AgentList): Dependency[] {
  const { group } = leaning;
  const daemon = group.root.kind === 'DaemonSet';
  const agent = recogniseAgent(agents, group.root, leaning.images);
  const agentVersion = agent && versionOf(agent, leaning.images);
  const found: Dependency[] = [];
  const add = (kind: DependencyKind, details: readonly string[], complexBecause?: string) =>
    found.push({
      kind,
      object: group.root,
      ...(group.owner ? { owner: group.owner } : {}),
      details,
      ...(agent ? { agent } : {}),
      ...(agentVersion ? { agentVersion } : {}),
      // What AKS brings is rebuilt by AKS for every image it ships.
      ...(complexBecause && !agent?.managedByAks ? { complexBecause } : {}),
    });

  if (daemon) add('daemon-set', []);
  if (agent) add(kindOf(agent), [agent.name], whyAgentTies(agent));
  const modules = loadsModules(leaning);
  if (modules && agent?.category !== 'kernel-module') {
    add('kernel-module-loader', modules, 'It can load kernel modules, which must fit the kernel of the image.');
  }
  const gpus = leaning.devices.filter(isGpu);
  if (gpus.length > 0) add('gpu', gpus, 'It uses a GPU, whose driver comes with the image or is built for its kernel.');
  const devices = leaning.devices.filter((device) => !isGpu(device));
  if (devices.length > 0) add('device', devices, 'It needs a device that a plugin has to offer on the new nodes.');
  if (leaning.hostNetwork) {
    add(
      'host-network',
      [],
      daemon ? undefined : 'It uses the network of its node, so its address and ports go with the node.',
    );
  }
  if (leaning.hostPid) add('host-pid', []);
  if (leaning.privileged) add('privileged', [], 'It runs privileged and may change or read anything of the node.');
  addPaths(leaning, add);
  addProfiles(leaning, add);
  addSelectors(leaning, add);
  addVolumes(leaning, add);
  const pinned = leaning.images.flatMap((image) => {
    const to = pinnedTo(image);
    return to ? [{ image, to }] : [];
  });
  if (pinned.length > 0) {
    const tied = pinned.find(({ to }) => !to.startsWith('base image'));
    add(
      'pinned-image',
      pinned.map(({ image, to }) => `${image} (${to})`),
      tied && `Its container image is pinned to ${tied.to}, which must match the node.`,
    );
  }
  return found;
}

type Add = (kind: DependencyKind, details: readonly string[], complexBecause?: string) => void;

function addPaths({ hostPaths }: Leaning, add: Add): void {
  if (hostPaths.length === 0) return;
  const ties = [...new Set(hostPaths.flatMap((path) => whyPathTies(path) ?? []))];
  add(
    'host-path',
    hostPaths,
    ties.length > 0 ? `It mounts paths of the node that hold ${ties.join(', ')}.` : undefined,
  );
}

function addProfiles(leaning: Leaning, add: Add): void {
  const { seccompProfiles, appArmorProfiles, sysctls, runtimeClasses } = leaning;
  if (seccompProfiles.length > 0) {
    add('seccomp-profile', seccompProfiles, 'It needs seccomp profiles that something has to put on every new node.');
  }
  if (appArmorProfiles.length > 0) {
    add(
      'apparmor-profile',
      appArmorProfiles,
      'It needs AppArmor profiles that something has to load on every new node.',
    );
  }
  if (sysctls.length > 0) {
    const unsafe = sysctls.filter((name) => !SAFE_SYSCTLS.includes(name));
    add(
      'sysctl',
      sysctls,
      unsafe.length > 0 ? `It sets ${unsafe.join(', ')}, which the kubelet of the new nodes must allow.` : undefined,
    );
  }
  if (runtimeClasses.length > 0) {
    add('runtime-class', runtimeClasses, 'It needs a runtime handler that containerd on the new nodes must have.');
  }
}

function addSelectors({ selectors, group }: Leaning, add: Add): void {
  // The DaemonSet controller ties each pod to its node by `metadata.name` itself.
  const own = group.root.kind === 'DaemonSet' ? selectors.filter(({ key }) => key !== 'metadata.name') : selectors;
  const texts = (wanted: (key: string) => boolean) => own.filter(({ key }) => wanted(key)).map(({ text }) => text);
  const image = texts((key) => IMAGE_KEYS.includes(key));
  if (image.length > 0) add('image-selector', image, 'It asks for nodes of a certain image, which the target is not.');
  const pool = texts((key) => POOL_KEYS.includes(key));
  if (pool.length > 0)
    add('pool-selector', pool, 'It asks for nodes of this very pool; nodes of another do not count.');
  const other = texts((key) => key.startsWith('kubernetes.azure.com/') && ![...IMAGE_KEYS, ...POOL_KEYS].includes(key));
  if (other.length > 0) add('pool-selector', other);
}

function addVolumes({ drivers, localVolumes }: Leaning, add: Add): void {
  if (localVolumes.length > 0) {
    add('local-volume', localVolumes, 'It keeps data on a disk of the node, which goes with the node.');
  }
  if (drivers.length > 0) {
    const foreign = drivers.filter((driver) => !AKS_DRIVERS.includes(driver));
    add(
      'csi-driver',
      drivers,
      foreign.length > 0 ? `Its volumes need ${foreign.join(', ')}, which must run on the target image.` : undefined,
    );
  }
}

function kindOf({ category }: KnownAgent): DependencyKind {
  if (category === 'cni') return 'cni';
  if (category === 'csi') return 'csi-driver';
  if (category === 'gpu') return 'gpu';
  return category === 'kernel-module' ? 'kernel-module-loader' : 'agent';
}

/** Agents that only watch, and ask nothing of the node, tie nothing. */
function whyAgentTies({ name, category, needs }: KnownAgent): string | undefined {
  if (category === 'observability' && needs.length === 0) return undefined;
  const [need] = needs;
  return `${name} leans on the node${need ? `: ${need.note}` : ' and must be known to work on the target image.'}`;
}

function loadsModules({ capabilities, privileged, hostPaths }: Leaning): string[] | undefined {
  const capability = capabilities.find((name) => /^(?:CAP_)?SYS_MODULE$/i.test(name));
  if (capability) return [capability];
  const modules = hostPaths.filter((path) => /^\/(?:usr\/)?lib\/modules(?:\/|$)/.test(path));
  return privileged && modules.length > 0 ? modules : undefined;
}

function isGpu(device: string): boolean {
  return /^(?:nvidia\.com|amd\.com|gpu\.intel\.com)\//.test(device);
}
