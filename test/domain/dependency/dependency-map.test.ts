import { describe, expect, test } from 'vitest';
import { indexCluster } from '../../../shared/domain/cluster/cluster-index.ts';
import type { ClusterFacts, NodeLeaning, Pod } from '../../../shared/domain/cluster/facts.ts';
import { mapDependencies } from '../../../shared/domain/dependency/dependency-map.ts';
import { pinnedTo } from '../../../shared/domain/dependency/pinned-image.ts';
import { recogniseAgent, versionOf } from '../../../shared/domain/dependency/recognise-agent.ts';
import { givenPool, NOW } from '../../support/fleet.ts';
import {
  FORBIDDEN,
  givenClaim,
  givenClusterFacts,
  givenPod,
  givenVolume,
  givenWorkload,
  seen,
} from '../../support/kubernetes.ts';
import { givenAgent, givenAgents } from '../../support/stack.ts';

const agents = givenAgents(
  {},
  {
    id: 'aks-cns',
    name: 'Azure CNI',
    category: 'cni',
    managedByAks: true,
    needs: [],
    recognisedBy: { images: [], daemonSets: ['kube-system/azure-cns'] },
  },
  {
    id: 'exporter',
    name: 'Exporter',
    category: 'observability',
    needs: [],
    recognisedBy: { images: ['*/node-exporter:*'], daemonSets: [] },
  },
);
const map = (facts: Partial<ClusterFacts>) =>
  mapDependencies({ pool: givenPool(), index: indexCluster(givenClusterFacts(facts)), agents });
const ofPod = (pod: Parameters<typeof givenPod>[1]) => map({ pods: seen(givenPod('cart-1', pod)) });
const daemon = (name: string, leaning: Partial<NodeLeaning>, namespace = 'agents') =>
  givenPod(`${name}-x`, { namespace, owner: { kind: 'DaemonSet', name }, leaning });

test('plain pods make a simple pool', () => {
  const pool = givenPool();
  expect(map({})).toEqual({
    poolId: pool.id,
    classification: 'simple',
    reasons: [],
    dependencies: [],
    owners: [],
    readAt: NOW,
  });
});

describe('what a pod leans on', () => {
  test.each([
    [{ hostNetwork: true }, 'host-network', true],
    [{ hostPid: true }, 'host-pid', false],
    [{ privileged: true }, 'privileged', true],
    [{ hostPaths: ['/var/log/pods'] }, 'host-path', false],
    [{ hostPaths: ['/lib/modules'] }, 'host-path', true],
    [{ hostPaths: ['/run/containerd/containerd.sock'] }, 'host-path', true],
    [{ hostPaths: ['/data'] }, 'host-path', true],
    [{ hostPaths: ['/'] }, 'host-path', true],
    [{ seccompProfiles: ['profiles/audit.json'] }, 'seccomp-profile', true],
    [{ appArmorProfiles: ['shop-default'] }, 'apparmor-profile', true],
    [{ sysctls: ['net.ipv4.tcp_syncookies'] }, 'sysctl', false],
    [{ sysctls: ['net.core.somaxconn'] }, 'sysctl', true],
    [{ runtimeClass: 'kata' }, 'runtime-class', true],
    [{ capabilities: ['SYS_MODULE'] }, 'kernel-module-loader', true],
    [{ capabilities: ['NET_ADMIN'] }, undefined, false],
    [{ devices: ['nvidia.com/gpu'] }, 'gpu', true],
    [{ devices: ['example.com/fpga'] }, 'device', true],
    [{ images: ['ubuntu:18.04'] }, 'pinned-image', false],
    [{ images: ['registry/driver:5.15.0-1118-azure'] }, 'pinned-image', true],
    [{ images: ['mcr.microsoft.com/windows/servercore:ltsc2019'] }, 'pinned-image', true],
  ] as [Partial<NodeLeaning>, string | undefined, boolean][])('%j: %s, complex %s', (leaning, kind, complex) => {
    const found = ofPod({ leaning });
    expect(found.dependencies.map((dependency) => dependency.kind)).toEqual(kind ? [kind] : []);
    expect(found.classification).toBe(complex ? 'complex' : 'simple');
  });

  test.each([
    [{ nodeSelector: { agentpool: 'apps' } }, 'pool-selector', true],
    [{ nodeSelector: { 'kubernetes.azure.com/mode': 'user' } }, 'pool-selector', false],
    [{ nodeSelector: { 'kubernetes.azure.com/os-sku': 'Ubuntu' } }, 'image-selector', true],
    [
      { nodeAffinity: [[{ key: 'kubernetes.azure.com/node-image-version', operator: 'Exists', values: [] }]] },
      'image-selector',
      true,
    ],
    [{ nodeSelector: { 'kubernetes.io/os': 'linux' } }, undefined, false],
  ] as [Partial<Pod>, string | undefined, boolean][])('%j: %s, complex %s', (pod, kind, complex) => {
    const found = ofPod(pod);
    expect(found.dependencies.map((dependency) => dependency.kind)).toEqual(kind ? [kind] : []);
    expect(found.classification).toBe(complex ? 'complex' : 'simple');
  });

  test.each([
    ['disk.csi.azure.com', false, ['csi-driver'], 'simple'],
    ['csi.example.com', false, ['csi-driver'], 'complex'],
    ['disk.csi.azure.com', true, ['csi-driver', 'local-volume'], 'complex'],
  ])('a volume of %s, local %s: %j, %s', (driver, local, kinds, classification) => {
    const found = map({
      pods: seen(givenPod('cart-1', { claims: ['data'] })),
      claims: seen(givenClaim('data', 'pv-1')),
      volumes: seen(givenVolume('pv-1', 'data', { driver, local })),
    });
    expect(found.dependencies.map(({ kind }) => kind)).toEqual(kinds);
    expect(found.classification).toBe(classification);
  });
});

describe('agents', () => {
  test('a security agent makes the pool complex, with its owner and every reason', () => {
    const found = map({
      pods: seen(
        daemon(
          'falco',
          { privileged: true, images: ['docker.io/falcosecurity/falco:0.39.2'], hostPaths: ['/sys/kernel/debug'] },
          'falco',
        ),
      ),
      workloads: seen(givenWorkload('DaemonSet', 'falco', { namespace: 'falco', labels: { team: 'soc' } })),
    });
    const object = { kind: 'DaemonSet', namespace: 'falco', name: 'falco' };
    expect(found.dependencies.map(({ kind }) => kind)).toEqual(['daemon-set', 'agent', 'privileged', 'host-path']);
    expect(found.dependencies[1]).toMatchObject({ object, owner: 'soc', agentVersion: '0.39.2', details: ['Falco'] });
    expect(found.owners).toEqual(['soc']);
    expect(found.reasons).toEqual([
      {
        kind: 'agent',
        object,
        owner: 'soc',
        why: 'Falco leans on the node: Its modern eBPF probe needs kernel 5.8 with BTF.',
      },
      {
        kind: 'privileged',
        object,
        owner: 'soc',
        why: 'It runs privileged and may change or read anything of the node.',
      },
      { kind: 'host-path', object, owner: 'soc', why: 'It mounts paths of the node that hold kernel interfaces.' },
    ]);
  });

  test('what AKS brings is on the map and makes nothing complex', () => {
    const found = map({
      pods: seen(daemon('azure-cns', { privileged: true, hostNetwork: true, hostPaths: ['/etc/cni'] }, 'kube-system')),
    });
    expect(found.classification).toBe('simple');
    expect(found.dependencies.map(({ kind }) => kind)).toEqual([
      'daemon-set',
      'cni',
      'host-network',
      'privileged',
      'host-path',
    ]);
  });

  test('a DaemonSet of that name elsewhere is not AKS’s', () => {
    expect(map({ pods: seen(daemon('azure-cns', { privileged: true }, 'shop')) }).classification).toBe('complex');
  });

  test('an agent that only watches ties nothing', () => {
    expect(
      map({ pods: seen(daemon('exporter', { hostPid: true, images: ['quay.io/prometheus/node-exporter:v1.8'] })) })
        .classification,
    ).toBe('simple');
  });

  test('an image that is listed earlier wins, and images come before names', () => {
    const list = givenAgents({ id: 'own' }, { id: 'shipped', recognisedBy: { images: ['*falco*'], daemonSets: [] } });
    const object = { kind: 'DaemonSet', namespace: 'falco', name: 'falco' };
    expect(recogniseAgent(list, object, ['x/falcosecurity/falco:1'])?.id).toBe('own');
    expect(recogniseAgent(list, object, ['x/falco-fork:1'])?.id).toBe('shipped');
    expect(recogniseAgent(list, object, ['x/other:1'])?.id).toBe('own');
    expect(recogniseAgent(list, { ...object, kind: 'Deployment' }, ['x/other:1'])).toBeUndefined();
  });

  test.each([
    ['a/falcosecurity/falco:0.39.2', '0.39.2'],
    ['a/falcosecurity/falco:v0.39.2-debian@sha256:0123', '0.39.2'],
    ['localhost:5000/falcosecurity/falco:latest', undefined],
  ])('%s is version %s', (image, version) => {
    expect(versionOf(givenAgent(), [image])).toBe(version);
  });
});

test.each([
  [{ nodes: FORBIDDEN }, 1],
  [{ pods: FORBIDDEN }, 1],
  [{ volumes: FORBIDDEN }, 0],
  [{ volumes: FORBIDDEN, claims: FORBIDDEN, pods: seen(givenPod('cart-1', { claims: ['data'] })) }, 2],
])('%#: what was not seen is not called simple (%i reasons)', (facts, number) => {
  const found = map(facts);
  expect(found.reasons.filter(({ kind }) => kind === 'not-seen')).toHaveLength(number);
  expect(found.classification).toBe(number > 0 ? 'complex' : 'simple');
});

test.each([
  ['registry.example.com/shop/cart:1.2', undefined],
  ['ubuntu:latest', undefined],
  ['docker.io/library/ubuntu:22.04', 'base image ubuntu 22.04'],
  ['nvcr.io/nvidia/driver:550-5.15.0-1118-azure-ubuntu22.04', 'kernel 5.15.0-1118-azure'],
])('%s is pinned to %s', (image, expected) => {
  expect(pinnedTo(image)).toBe(expected);
});
