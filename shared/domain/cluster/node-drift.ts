import { buildOf, type ImageCatalogue } from '../fleet/image-catalogue.ts';
import { compareImages, sameFamily } from '../fleet/image-order.ts';
import { minorOf } from '../fleet/kubernetes-version.ts';
import { type NodeImage, parseNodeImage } from '../fleet/node-image.ts';
import type { NodePool } from '../fleet/node-pool.ts';
import type { KubeNode } from './facts.ts';
import { plainVersion } from './version-text.ts';

/** What one node really runs, and where that differs from what its pool claims or its image should have. */
export interface NodeTruth {
  readonly node: string;
  /** As the node's label has it, with the date of a security patch where there is one. */
  readonly image?: string;
  /** Day of the security patch that lies over the image; the image is not younger for it. */
  readonly securityPatchDate?: string;
  readonly kernel?: string;
  readonly containerd?: string;
  readonly kubelet?: string;
  readonly os?: string;
  readonly drift: readonly NodeDrift[];
}

export interface NodeDrift {
  readonly part: 'image' | 'kernel' | 'containerd' | 'kubelet';
  /** `pool`: against the pool's claim; `image`: against the catalogue's entry of the image; `siblings`: against most nodes of the same image. */
  readonly against: 'pool' | 'image' | 'siblings';
  readonly expected: string;
  /** Absent: the node does not tell. */
  readonly found?: string;
  /** One sentence. */
  readonly what: string;
}

/**
 * Every node of a pool, with its drift. A security patch over the claimed image is no drift, and neither
 * is the newer kernel that it brings; the same image and patch with another kernel than most is.
 */
export function truthOfNodes(pool: NodePool, nodes: readonly KubeNode[], catalogue: ImageCatalogue): NodeTruth[] {
  const claim = parseNodeImage(pool.imageVersion);
  const usual = usualKernels(nodes);
  return nodes.map((node) => {
    const image = parseNodeImage(node.imageVersion);
    const patch = image.kind === 'known' ? image.securityPatchDate : undefined;
    return {
      node: node.name,
      ...(node.imageVersion ? { image: node.imageVersion } : {}),
      ...(patch ? { securityPatchDate: patch } : {}),
      ...(node.kernel ? { kernel: node.kernel } : {}),
      ...(node.containerRuntime ? { containerd: plainVersion(node.containerRuntime) } : {}),
      ...(node.kubelet ? { kubelet: plainVersion(node.kubelet) } : {}),
      ...(node.os ? { os: node.os } : {}),
      drift: [
        ...imageDrift(pool, claim, node, image),
        ...kernelDrift(node, image, catalogue, usual.get(node.imageVersion ?? '')),
        ...containerdDrift(node, image, catalogue),
        ...kubeletDrift(pool, node),
      ],
    };
  });
}

function imageDrift(pool: NodePool, claim: NodeImage, node: KubeNode, image: NodeImage): NodeDrift[] {
  const expected = pool.imageVersion;
  if (expected === undefined) return [];
  const base = { part: 'image' as const, against: 'pool' as const, expected };
  if (node.imageVersion === undefined) {
    return [{ ...base, what: `The pool claims ${expected}; the node carries no label that says what it runs.` }];
  }
  if (node.imageVersion === expected) return [];
  const found = node.imageVersion;
  if (claim.kind === 'unknown' || image.kind === 'unknown') {
    return [
      { ...base, found, what: `The pool claims ${expected} and the node says ${found}; the names cannot be compared.` },
    ];
  }
  if (!sameFamily(claim, image)) {
    return [{ ...base, found, what: `The pool claims ${expected} and the node runs another kind of image, ${found}.` }];
  }
  if (claim.version === image.version) {
    const [mine, claimed] = [image.securityPatchDate ?? '', claim.securityPatchDate ?? ''];
    if (mine >= claimed) return [];
    return [{ ...base, found, what: `The node runs the claimed image without its security patch of ${claimed}.` }];
  }
  const older = (compareImages(image, claim) ?? 0) < 0;
  return [
    {
      ...base,
      found,
      what: `The pool claims ${expected} and the node runs ${older ? 'an older' : 'a newer'} image, ${found}.`,
    },
  ];
}

function kernelDrift(
  { kernel }: KubeNode,
  image: NodeImage,
  catalogue: ImageCatalogue,
  usual: string | undefined,
): NodeDrift[] {
  if (kernel === undefined) return [];
  const patched = image.kind === 'known' && image.securityPatchDate !== undefined;
  const built = patched ? undefined : buildOf(catalogue, image)?.kernel;
  if (built !== undefined && !sameKernel(built, kernel)) {
    return [
      {
        part: 'kernel',
        against: 'image',
        expected: built,
        found: kernel,
        what: `The image came with kernel ${built} and the node runs ${kernel}: something on the node has changed it.`,
      },
    ];
  }
  if (built === undefined && usual !== undefined && usual !== kernel) {
    return [
      {
        part: 'kernel',
        against: 'siblings',
        expected: usual,
        found: kernel,
        what: `Most nodes with this image run kernel ${usual}, this one ${kernel}: it may wait for a restart.`,
      },
    ];
  }
  return [];
}

/** Catalogues write `6.6.157.1-1.azl3` where the node says `6.6.157.1-1.azl3` or leaves the distribution out. */
function sameKernel(built: string, running: string): boolean {
  return built === running || built.startsWith(`${running}.`) || running.startsWith(`${built}.`);
}

function containerdDrift(node: KubeNode, image: NodeImage, catalogue: ImageCatalogue): NodeDrift[] {
  const patched = image.kind === 'known' && image.securityPatchDate !== undefined;
  const windows = image.kind === 'known' && image.osType === 'Windows';
  // On Windows the Kubernetes version selects the runtime from those in the image.
  if (patched || windows || !node.containerRuntime?.startsWith('containerd://')) return [];
  const built = buildOf(catalogue, image)?.containerd;
  if (built === undefined) return [];
  const found = plainVersion(node.containerRuntime);
  const number = (text: string) => /\d+\.\d+\.\d+/.exec(text)?.[0] ?? text;
  if (number(built) === number(found)) return [];
  return [
    {
      part: 'containerd',
      against: 'image',
      expected: built,
      found,
      what: `The image came with containerd ${built} and the node runs ${found}: something on the node has changed it.`,
    },
  ];
}

function kubeletDrift(pool: NodePool, { kubelet }: KubeNode): NodeDrift[] {
  const expected = pool.kubernetesVersion;
  if (expected === undefined || kubelet === undefined) return [];
  const found = plainVersion(kubelet);
  // A pool may be told as a minor alone (`1.34`): then any patch of it is right.
  const same = /^\d+\.\d+$/.test(expected) ? minorOf(found) === expected : numberOf(found) === numberOf(expected);
  if (same) return [];
  return [
    {
      part: 'kubelet',
      against: 'pool',
      expected,
      found,
      what: `The pool claims Kubernetes ${expected} and the node's kubelet is ${found}.`,
    },
  ];
}

function numberOf(version: string): string {
  return /^v?(\d+\.\d+\.\d+)/.exec(version)?.[1] ?? version;
}

/** By image: the kernel that most nodes run; none where no kernel has the majority. */
function usualKernels(nodes: readonly KubeNode[]): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { imageVersion, kernel } of nodes) {
    if (imageVersion === undefined || kernel === undefined) continue;
    const ofImage = counts.get(imageVersion) ?? new Map<string, number>();
    counts.set(imageVersion, ofImage.set(kernel, (ofImage.get(kernel) ?? 0) + 1));
  }
  const usual = new Map<string, string>();
  for (const [image, kernels] of counts) {
    const total = [...kernels.values()].reduce((sum, number) => sum + number, 0);
    for (const [kernel, number] of kernels) if (number * 2 > total) usual.set(image, kernel);
  }
  return usual;
}
