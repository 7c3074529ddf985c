import type { ClusterLook, KubeNode } from '../../cluster/facts.ts';
import { imageReached } from './image-reached.ts';

/** AKS puts it on a node that it could not drain, with `undrainableNodeBehavior: Cordon`. */
const UPGRADE_STATUS = 'kubernetes.azure.com/upgrade-status';

/** A pool's nodes by their own labels. */
export interface Progress {
  readonly nodes: readonly KubeNode[];
  /** On the wanted image and Ready. */
  readonly there: readonly KubeNode[];
  /** On the wanted image, and not Ready. */
  readonly notReady: readonly KubeNode[];
  /** On a later image than the wanted one. */
  readonly newer: readonly KubeNode[];
  /** On anything else. */
  readonly before: readonly KubeNode[];
  /** AKS could not drain them and put them aside: cordoned, not replaced, a surge node in their place. */
  readonly quarantined: readonly KubeNode[];
}

/** @returns `undefined` when the nodes could not be seen */
export function progressOf(look: ClusterLook, pool: string, wanted: string): Progress | undefined {
  if (look.nodes?.kind !== 'seen') return undefined;
  const nodes = look.nodes.items.filter((node) => node.pool === pool);
  const quarantined = nodes.filter(isQuarantined);
  const rest = nodes.filter((node) => !isQuarantined(node));
  const at = (reached: ReturnType<typeof imageReached>) =>
    rest.filter(({ imageVersion }) => imageReached(imageVersion, wanted) === reached);
  const onTarget = at('target');
  return {
    nodes,
    there: onTarget.filter(({ ready }) => ready),
    notReady: onTarget.filter(({ ready }) => !ready),
    newer: at('newer'),
    before: at('other'),
    quarantined,
  };
}

export function isQuarantined({ labels }: KubeNode): boolean {
  return labels[UPGRADE_STATUS]?.toLowerCase() === 'quarantined';
}

/** Every node shows the image and is Ready; a pool without nodes has nothing that could. */
export function isWholly({ nodes, there }: Progress): boolean {
  return nodes.length > 0 && there.length === nodes.length;
}

/** `2 of 3 nodes show the target and are Ready` */
export function progressText({ nodes, there, notReady, quarantined }: Progress): string {
  return [
    `${there.length} of ${nodes.length} nodes show the image and are Ready`,
    ...(notReady.length > 0 ? [`${namesText(notReady)} not Ready yet`] : []),
    ...(quarantined.length > 0 ? [`${namesText(quarantined)} put aside by AKS`] : []),
  ].join(', ');
}

const MOST_NAMES = 5;

export function namesText(nodes: readonly { readonly name: string }[]): string {
  const names = nodes.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = nodes.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
