import { describe, expect, test } from 'vitest';
import { indexCluster } from '../../../shared/domain/cluster/cluster-index.ts';
import type { NodeLeaning, Pod } from '../../../shared/domain/cluster/facts.ts';
import type { KnownAgent } from '../../../shared/domain/dependency/agent.ts';
import { mapDependencies } from '../../../shared/domain/dependency/dependency-map.ts';
import type { NodePool } from '../../../shared/domain/fleet/node-pool.ts';
import { checkTarget } from '../../../shared/domain/target/check-target.ts';
import type { StackFacts } from '../../../shared/domain/target/stack.ts';
import type { TargetQuestion } from '../../../shared/domain/target/subject.ts';
import { givenCluster, givenPool, NOW } from '../../support/fleet.ts';
import { FORBIDDEN, givenClusterFacts, givenPod, seen } from '../../support/kubernetes.ts';
import { givenCalendar, givenCatalogue } from '../../support/policy.ts';
import { givenAgents, givenChange, givenStack } from '../../support/stack.ts';

const old = 'AKSUbuntu-2204gen2containerd-202608.20.0';
const next = 'AKSUbuntu-2404gen2containerd-202610.08.0';
const FALCO = { kind: 'DaemonSet', namespace: 'falco', name: 'falco' };

interface Case {
  pool?: Partial<NodePool>;
  target?: string | undefined;
  kubernetes?: string;
  leaning?: Partial<NodeLeaning>;
  agent?: Partial<KnownAgent>;
  stack?: Partial<StackFacts>;
  knownBad?: string;
  approved?: string[];
  hidden?: boolean;
  latest?: string;
}

function check(given: Case = {}) {
  const cluster = givenCluster({ kubernetesVersion: '1.34.9' });
  const pool = givenPool(
    { imageVersion: old, osSku: 'Ubuntu2204', kubernetesVersion: '1.34.9', ...given.pool },
    cluster,
  );
  const pods = given.leaning
    ? seen(
        givenPod('falco-1', {
          namespace: 'falco',
          owner: { kind: 'DaemonSet', name: 'falco' },
          leaning: given.leaning,
        }),
      )
    : seen<Pod>();
  const index = indexCluster(givenClusterFacts({ pods: given.hidden ? FORBIDDEN : pods }));
  const dependencies = mapDependencies({ pool, index, agents: givenAgents(given.agent ?? {}) });
  const target = 'target' in given ? given.target : next;
  const question: TargetQuestion = {
    cluster,
    pool,
    dependencies,
    ...(target ? { targetImage: target } : {}),
    ...(given.latest ? { latestImage: given.latest } : {}),
    ...(given.kubernetes ? { kubernetes: given.kubernetes } : {}),
  };
  const facts = {
    calendar: givenCalendar(),
    catalogue: givenCatalogue({ 'AKSUbuntu-2204gen2containerd': ['202608.20.0', '202610.08.0'] }),
    images: {
      knownBad: given.knownBad ? [{ pattern: given.knownBad, reason: 'It hangs.', fixedIn: '202610.09.0' }] : [],
      ...(given.approved ? { approved: given.approved } : {}),
    },
    stack: givenStack(given.stack),
  };
  return checkTarget(question, facts, NOW);
}

const item = (found: ReturnType<typeof check>, id: string) => found.items.find((each) => each.id === id);
const verdict = (given: Case, id: string) => item(check(given), id)?.verdict;

test('a pool on which nothing leans passes to the next system', () => {
  const found = check();
  expect(found).toMatchObject({ sourceImage: old, targetImage: next, verdict: 'pass' });
  expect(new Set(found.items.map((each) => each.verdict))).toEqual(new Set(['pass']));
});

describe('the image itself', () => {
  test.each([
    ['order', { target: old }, 'pass'],
    ['order', { target: 'AKSUbuntu-2204gen2containerd-202607.20.0' }, 'violates'],
    ['order', { target: 'AKSUbuntu-2204gen2containerd-202609.20.0' }, 'pass'],
    ['machine', { target: 'AKSUbuntu-2404gen2arm64containerd-202608.20.0' }, 'violates'],
    ['machine', { target: 'AKSWindows-2022-containerd-gen2-20348.5499.260812' }, 'violates'],
    ['machine', { target: 'AKSUbuntu-2404containerd-202608.20.0' }, 'unknown'],
    ['keeps-fips', { pool: { imageVersion: 'AKSUbuntu-2204gen2fipscontainerd-202608.20.0' } }, 'violates'],
    ['keeps-fips', {}, undefined],
    ['known-bad', { knownBad: 'AKSUbuntu-2404*' }, 'violates'],
    ['known-bad', { knownBad: 'AKSUbuntu-2404*', target: 'AKSUbuntu-2404gen2containerd-202610.09.0' }, 'pass'],
    ['approved', { approved: ['AKSUbuntu-2204*'] }, 'violates'],
    ['approved', { approved: ['AKSUbuntu-2404*'] }, undefined],
    ['kubernetes-window', {}, 'pass'],
    ['kubernetes-window', { kubernetes: '1.31' }, 'violates'],
    ['kubernetes-window', { kubernetes: '1.32' }, 'pass'],
    ['kubernetes-window', { kubernetes: '1.38' }, 'pass'],
    ['kubernetes-window', { kubernetes: '1.36', target: 'AKSUbuntu-2204gen2containerd-202609.20.0' }, 'pass'],
    ['kubernetes-window', { kubernetes: '1.37', target: 'AKSUbuntu-2204gen2containerd-202609.20.0' }, 'violates'],
    ['kubernetes-window', { target: 'AKSAzureLinux-V3gen2-202608.20.0' }, 'unknown'],
    ['support', { target: 'AKSAzureLinux-V3gen2-202608.20.0' }, 'unknown'],
    ['kernel', { target: 'AKSAzureLinux-V3gen2-202608.20.0' }, 'unknown'],
  ] as [string, Case, string | undefined][])('%s, %j: %s', (id, given, expected) => {
    expect(verdict(given, id)).toBe(expected);
  });

  test('without a target, Azure’s latest is taken, then the newest of the family', () => {
    expect(check({ target: undefined }).targetImage).toBe('AKSUbuntu-2204gen2containerd-202610.08.0');
    const latest = 'AKSUbuntu-2204gen2containerd-202609.20.0';
    expect(check({ target: undefined, latest }).targetImage).toBe(latest);
  });

  test('an image that cannot be read is unknown', () => {
    expect(check({ pool: { imageVersion: 'odd' } })).toMatchObject({
      verdict: 'unknown',
      items: [{ id: 'image-names' }],
    });
    expect(check({ target: 'odd' })).toMatchObject({ verdict: 'unknown', items: [{ id: 'image-names' }] });
  });
});

describe('what runs here', () => {
  const images = ['falcosecurity/falco:0.39.2'];
  const need = (...needs: KnownAgent['needs']): Case => ({ leaning: { images }, agent: { needs } });
  const note = 'It needs that.';
  test.each([
    [need({ component: 'kernel', min: '6.8', note }), 'pass'],
    [need({ component: 'kernel', min: '6.9', note }), 'violates'],
    [need({ component: 'kernel', below: '6.8', note }), 'violates'],
    [need({ component: 'kernel', note }), 'unknown'],
    [need({ component: 'containerd', below: '2.0', note }), 'violates'],
    [need({ component: 'cgroup', oneOf: ['v1'], note }), 'violates'],
    [need({ component: 'cgroup', oneOf: ['v2'], note }), 'pass'],
    [need({ component: 'kubernetes', min: '1.34', note }), 'pass'],
    [need({ component: 'kubernetes', min: '1.35', note }), 'violates'],
    [need({ component: 'os', oneOf: ['ubuntu-22.04'], note }), 'violates'],
    [need({ component: 'os', note }), 'unknown'],
    [need({ component: 'per-kernel-build', note }), 'unknown'],
    [need({ component: 'kernel', fromVersion: '0.39', min: '6.9', note }), 'violates'],
    [need({ component: 'kernel', fromVersion: '0.40', min: '6.9', note }), undefined],
    [need({ component: 'kernel', beforeVersion: '0.39.2', min: '6.9', note }), undefined],
    [
      {
        ...need({ component: 'kernel', fromVersion: '0.40', min: '6.9', note }),
        leaning: { images: ['falcosecurity/falco:latest'] },
      },
      'unknown',
    ],
  ] as [Case, string | undefined][])('%j: %s', (given, expected) => {
    expect(verdict(given, 'agent/falco/0')).toBe(expected);
  });

  test('names this pool’s agent and what it needs', () => {
    expect(
      item(check(need({ component: 'kernel', min: '6.9', note: 'It needs kernel 6.9.' })), 'agent/falco/0'),
    ).toEqual({
      id: 'agent/falco/0',
      component: 'kernel',
      verdict: 'violates',
      what: "This pool's Falco 0.39.2 (DaemonSet falco/falco): It needs kernel 6.9. The target has kernel 6.8.",
      remedy: 'Upgrade or reconfigure Falco before the move, or take another image.',
      objects: [FALCO],
      sources: ['test'],
    });
  });

  test.each([
    [{ leaning: { hostPaths: ['/run/containerd'] } }, 'unknown'],
    [{ leaning: { hostPaths: ['/var/log'] } }, 'pass'],
    [{ hidden: true }, 'unknown'],
    [
      { leaning: { hostPaths: ['/run/containerd'] }, stack: { changes: [givenChange({ effect: 'breaks' })] } },
      'violates',
    ],
    [{ target: 'AKSUbuntu-2204gen2containerd-202609.20.0' }, undefined],
  ] as [Case, string | undefined][])('a known change, %j: %s', (given, expected) => {
    expect(verdict({ stack: { changes: [givenChange()] }, ...given }, 'change/containerd-2-cri')).toBe(expected);
  });

  test('a change says whom it touches', () => {
    const found = check({ leaning: { hostPaths: ['/run/containerd'] }, stack: { changes: [givenChange()] } });
    expect(item(found, 'change/containerd-2-cri')).toMatchObject({
      what: 'containerd 2.0 removes the CRI v1alpha2 API. It touches DaemonSet falco/falco.',
      objects: [FALCO],
    });
    expect(found.verdict).toBe('unknown');
    expect(found.items[0]?.verdict).toBe('unknown');
  });
});
