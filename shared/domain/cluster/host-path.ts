/**
 * Paths that every node has of itself: the kernel's, devices, sockets, time zones, certificates, logs of
 * containers. A pod that reads them loses nothing when it moves. Anything else may be its own data.
 */
const NODES_OWN = [
  '/proc',
  '/sys',
  '/dev',
  '/run',
  '/var/run',
  '/lib',
  '/lib64',
  '/usr',
  '/bin',
  '/sbin',
  '/boot',
  '/etc',
  '/var/log',
  '/var/lib/kubelet',
  '/var/lib/containerd',
];

/** `/` as a whole counts as the node's own: agents mount it to look at the node. */
export function isNodesOwnPath(path: string): boolean {
  const clean = path.length > 1 ? path.replace(/\/+$/, '') : path;
  return clean === '/' || NODES_OWN.some((own) => clean === own || clean.startsWith(`${own}/`));
}
