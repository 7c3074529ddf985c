import { describe, expect, test } from 'vitest';
import type { KubeNode } from '../../../shared/domain/cluster/facts.ts';
import { truthOfNodes } from '../../../shared/domain/cluster/node-drift.ts';
import { givenPool } from '../../support/fleet.ts';
import { givenNode, IMAGE } from '../../support/kubernetes.ts';
import { givenBuild, givenCatalogue } from '../../support/policy.ts';

const FAMILY = 'AKSUbuntu-2404gen2containerd';
const catalogue = givenCatalogue({
  [FAMILY]: [givenBuild('202610.08.0', { kernel: '6.8.0-1070-azure', containerd: '2.3.6-ubuntu24.04u1' })],
});
const drift = (node: Partial<KubeNode>, imageVersion = IMAGE) =>
  truthOfNodes(
    givenPool({ imageVersion, kubernetesVersion: '1.35.6' }),
    [givenNode('node-1', node)],
    catalogue,
  ).flatMap((truth) => truth.drift.map(({ part, against }) => `${part} against ${against}`));

describe('image', () => {
  test.each([
    [IMAGE, IMAGE, []],
    [`${IMAGE}-2026.11.01`, IMAGE, []],
    [`${IMAGE}-2026.11.01`, `${IMAGE}-2026.11.01`, []],
    [`${IMAGE}-2026.11.08`, `${IMAGE}-2026.11.01`, []],
    [IMAGE, `${IMAGE}-2026.11.01`, ['image against pool']],
    [`${FAMILY}-202610.03.0`, IMAGE, ['image against pool']],
    [`${FAMILY}-202611.03.0`, IMAGE, ['image against pool']],
    ['AKSUbuntu-2204gen2containerd-202610.08.0', IMAGE, ['image against pool']],
    ['odd', IMAGE, ['image against pool']],
    [undefined, IMAGE, ['image against pool']],
  ])('the node runs %s and the pool claims %s: %j', (imageVersion, claim, expected) => {
    expect(drift({ imageVersion }, claim)).toEqual(expected);
  });

  test('says which is older, and keeps the date of the patch apart', () => {
    const [truth] = truthOfNodes(
      givenPool(),
      [givenNode('node-1', { imageVersion: `${FAMILY}-202610.03.0-2026.11.01` })],
      catalogue,
    );
    expect(truth).toEqual({
      node: 'node-1',
      image: `${FAMILY}-202610.03.0-2026.11.01`,
      securityPatchDate: '2026-11-01',
      kernel: '6.8.0-1070-azure',
      containerd: '2.3.6-1',
      kubelet: '1.35.6',
      drift: [
        {
          part: 'image',
          against: 'pool',
          expected: IMAGE,
          found: `${FAMILY}-202610.03.0-2026.11.01`,
          what: `The pool claims ${IMAGE} and the node runs an older image, ${FAMILY}-202610.03.0-2026.11.01.`,
        },
      ],
    });
  });
});

test.each([
  [{ kernel: '6.8.0-1071-azure' }, ['kernel against image']],
  [{ kernel: '6.8.0-1071-azure', imageVersion: `${IMAGE}-2026.11.01` }, []],
  [{ containerRuntime: 'containerd://2.3.7-1' }, ['containerd against image']],
  [{ containerRuntime: 'cri-o://1.30' }, []],
  [{ kubelet: 'v1.35.6' }, []],
  [{ kubelet: 'v1.35.5' }, ['kubelet against pool']],
  [{ kubelet: 'v1.34.6' }, ['kubelet against pool']],
])('%j: %j', (node, expected) => {
  expect(drift(node)).toEqual(expected);
});

test.each([
  [['a', 'a', 'b'], ['b']],
  [['a', 'b'], []],
  [['a', 'a', 'a'], []],
])('an image that no catalogue lists, on nodes with kernels %j: %j differ from most', (kernels, expected) => {
  const imageVersion = `${IMAGE}-2026.11.01`;
  const nodes = kernels.map((kernel, at) => givenNode(`node-${at}`, { kernel, imageVersion }));
  const found = truthOfNodes(givenPool(), nodes, catalogue).flatMap(({ drift: all }) =>
    all.map(({ found: kernel }) => kernel),
  );
  expect(found).toEqual(expected);
});
