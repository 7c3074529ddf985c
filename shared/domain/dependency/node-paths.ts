import { isNodesOwnPath } from '../cluster/host-path.ts';

/** Paths whose content comes with the image, and what they hold. */
const OF_THE_IMAGE: readonly (readonly [string, string])[] = [
  ['/lib/modules', 'kernel modules'],
  ['/usr/src', 'kernel headers'],
  ['/boot', 'the kernel'],
  ['/sys/kernel', 'kernel interfaces'],
  ['/sys/fs/bpf', 'eBPF maps'],
  ['/sys/fs/cgroup', 'cgroups'],
  ['/run/containerd', 'containerd'],
  ['/var/run/containerd', 'containerd'],
  ['/etc/containerd', 'containerd'],
  ['/var/lib/containerd', 'containerd'],
  ['/var/run/docker.sock', 'Docker, which no present image has'],
  ['/etc/cni', 'CNI configuration'],
  ['/opt/cni', 'CNI plugins'],
  ['/usr/lib', 'system libraries'],
  ['/lib', 'system libraries'],
  ['/usr/bin', 'system programs'],
  ['/etc/ssl', 'certificates'],
  ['/etc/apparmor', 'AppArmor profiles'],
  ['/etc/systemd', 'systemd units'],
  ['/run/systemd', 'systemd'],
];

/** Why a host path ties a pod to the image or to the node; `undefined` when it does not. */
export function whyPathTies(path: string): string | undefined {
  const clean = path.length > 1 ? path.replace(/\/+$/, '') : path;
  if (clean === '/') return 'the whole file system of the node';
  // The longest path that fits says most.
  const [found] = OF_THE_IMAGE.filter(([own]) => clean === own || clean.startsWith(`${own}/`)).toSorted(
    ([a], [b]) => b.length - a.length,
  );
  if (found) return found[1];
  return isNodesOwnPath(clean) ? undefined : 'its own files on the node';
}
