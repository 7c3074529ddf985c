/** `aks-apps-12345678-vmss000001`, or of virtual machines `aks-apps-12345678-vm0`. */
const LINUX = /^aks-([a-z0-9]+)-\d+-vm/;

/** `akswin000001`: six characters count the machine. */
const WINDOWS = /^aks([a-z0-9]{1,6})[a-z0-9]{6}$/;

/** AKS writes the pool into the node's name; metrics and logs have no other trace of it. */
export function poolOfNode(node: string): string | undefined {
  const name = node.toLowerCase();
  return LINUX.exec(name)?.[1] ?? WINDOWS.exec(name)?.[1];
}
