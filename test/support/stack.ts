/** Builders of what is known of systems and agents. Small on purpose; the real data has its own tests. */
import type { AgentList, KnownAgent } from '../../shared/domain/dependency/agent.ts';
import type { BreakingChange, OsStack, StackFacts } from '../../shared/domain/target/stack.ts';

export function givenAgent(overrides: Partial<KnownAgent> = {}): KnownAgent {
  return {
    id: 'falco',
    name: 'Falco',
    category: 'ebpf',
    managedByAks: false,
    recognisedBy: { images: ['*falcosecurity/falco:*'], daemonSets: ['falco/falco'] },
    needs: [{ component: 'kernel', min: '5.8', note: 'Its modern eBPF probe needs kernel 5.8 with BTF.' }],
    sources: ['test'],
    ...overrides,
  };
}

export function givenAgents(...agents: readonly Partial<KnownAgent>[]): AgentList {
  return { asOf: '2026-10-08', agents: agents.map(givenAgent) };
}

export function givenSystem(overrides: Partial<OsStack> = {}): OsStack {
  return {
    id: 'ubuntu-24.04',
    kernel: '6.8',
    cgroup: 'v2',
    containerd: '2.1',
    containerdHistory: [],
    openssl: '3.0.13',
    python: '3.12',
    confidence: 'high',
    sources: ['test'],
    ...overrides,
  };
}

export function givenChange(overrides: Partial<BreakingChange> = {}): BreakingChange {
  return {
    id: 'containerd-2-cri',
    component: 'containerd',
    when: { crossing: { component: 'containerd', at: '2.0' } },
    touches: { kinds: [], agents: [], csiDrivers: [], hostPaths: ['/containerd'] },
    fact: 'containerd 2.0 removes the CRI v1alpha2 API.',
    check: 'Clients of the socket must speak v1.',
    effect: 'look',
    confidence: 'high',
    sources: ['test'],
    ...overrides,
  };
}

/** Ubuntu 22.04 and 24.04, and no change or move between them. */
export function givenStack(overrides: Partial<StackFacts> = {}): StackFacts {
  return {
    asOf: '2026-10-08',
    systems: [
      givenSystem({ id: 'ubuntu-22.04', kernel: '5.15', containerd: '1.7', openssl: '3.0.2', python: '3.10' }),
      givenSystem(),
    ],
    changes: [],
    moves: [],
    managed: [],
    ...overrides,
  };
}

export const GIVEN_KNOWLEDGE = { agents: givenAgents(), stack: givenStack(), trouble: [] };
