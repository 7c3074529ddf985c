import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { PROVIDER } from '../../shared/adapters/kubernetes/health-gates.ts';
import { KINDS, NARROW, WEBHOOKS, WORKLOADS } from '../../shared/adapters/kubernetes/kinds.ts';

const role: { actions: string[]; managementGroupActions: string[]; inspectionActions: string[] } = JSON.parse(
  readFileSync('infra/reader-role.json', 'utf8'),
);

/** A POST that hands out the way to a cluster's API; it changes nothing, and never hands out the admin's. */
const USER_CREDENTIAL = 'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action';

test('the reader role only reads', () => {
  const actions = [...role.actions, ...role.managementGroupActions];
  expect(actions.filter((action) => !action.endsWith('/read'))).toEqual([]);
});

test('the way into clusters is in the role only when inspections are let in', () => {
  expect(role.inspectionActions).toEqual([USER_CREDENTIAL]);
  expect(readFileSync('infra/main.bicep', 'utf8')).toContain('param inspectClusters bool = false');
  for (const scope of ['subscription', 'management-group']) {
    const module = readFileSync(`infra/modules/reader-role-${scope}.bicep`, 'utf8');
    expect(module).toContain('inspectClusters ? role.inspectionActions : []');
  }
});

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

function rulesIn(file: string): readonly Rule[] {
  const [{ rules }] = parseAllDocuments(readFileSync(file, 'utf8')).map((one) => one.toJS());
  return rules;
}

/** Paths of the API that may be listed, with the version of each group that is asked. */
const listedBy = (rules: readonly Rule[]): string[] =>
  rules
    .filter(({ verbs }) => verbs.includes('list'))
    .flatMap(({ apiGroups: [group], resources }) =>
      resources.map((one) => `${group ? `/apis/${group}` : '/api'}/${group === 'autoscaling' ? 'v2' : 'v1'}/${one}`),
    );

const inspected = [KINDS, WORKLOADS, WEBHOOKS].flatMap((kinds) => Object.values(kinds).map(({ path }) => path));
const lookedAt = [
  NARROW.nodesOf([]),
  NARROW.podsOn('a'),
  NARROW.pendingPods,
  NARROW.budgets,
  NARROW.autoscalers,
  ...Object.values(NARROW.events),
  ...Object.values(WORKLOADS),
].map(({ path }) => path);

test('the role for clusters allows to list exactly what an inspection or a dry run lists, and to watch what alerts follow', () => {
  const rules = rulesIn('docs/kubernetes-reader.yaml');
  expect(rules.flatMap(({ verbs, resources }) => (verbs.join() === 'list' ? [] : [{ verbs, resources }]))).toEqual([
    { verbs: ['list', 'watch'], resources: ['nodes', 'pods'] },
  ]);
  expect(listedBy(rules).toSorted()).toEqual([...new Set([...inspected, ...lookedAt])].toSorted());
});

test('the executor may list all that a migration looks at', () => {
  const allowed = listedBy(rulesIn('docs/kubernetes-executor.yaml'));
  expect(lookedAt.filter((path) => !allowed.includes(path))).toEqual([]);
});

const executor: { actions: string[] } = JSON.parse(readFileSync('infra/executor-role.json', 'utf8'));

test('the executor cannot delete a cluster, become its admin or give rights away', () => {
  const changes = executor.actions.filter((action) => !action.endsWith('/read'));
  expect(changes).toEqual([
    'Microsoft.ContainerService/managedClusters/write',
    'Microsoft.ContainerService/managedClusters/agentPools/write',
    'Microsoft.ContainerService/managedClusters/agentPools/delete',
    'Microsoft.ContainerService/managedClusters/agentPools/deleteMachines/action',
    'Microsoft.ContainerService/managedClusters/agentPools/upgradeNodeImageVersion/action',
    'Microsoft.ContainerService/managedClusters/agentPools/abort/action',
    USER_CREDENTIAL,
    'Microsoft.Network/virtualNetworks/subnets/join/action',
  ]);
});

test('the executor has its role only when both switches say so, and neither does by itself', () => {
  const main = readFileSync('infra/main.bicep', 'utf8');
  expect(main).toContain('param execute bool = false');
  expect(main).toContain('param dryRun bool = true');
  expect(main).toContain('var writes = execute && !dryRun');
  for (const scope of ['management-group', 'subscription']) {
    expect(main).toMatch(new RegExp(`'modules/executor-role-${scope}\\.bicep' = [^\\n]*(\\n[^\\n]*)?if \\(writes && `));
  }
  expect(main).toContain('dryRun: !writes');
  expect(readFileSync('infra/main.parameters.json', 'utf8')).toMatch(/STEWARD_EXECUTE=false[^]*STEWARD_DRY_RUN=true/);
});

test('in a cluster the executor evicts, patches and never deletes', () => {
  const changes = rulesIn('docs/kubernetes-executor.yaml').flatMap(({ resources, verbs }) =>
    resources.flatMap((resource) =>
      verbs.filter((verb) => !['get', 'list', 'watch'].includes(verb)).map((verb) => `${verb} ${resource}`),
    ),
  );
  expect(changes).toEqual([
    'create pods/eviction',
    'patch nodes',
    'patch deployments/scale',
    'patch statefulsets/scale',
    'patch horizontalpodautoscalers',
    'create healthsignals',
    'patch healthsignals/status',
  ]);
});

test('the policy that registers us with AKS names us as our signals do', () => {
  const [policy] = parseAllDocuments(readFileSync('docs/health-gates.yaml', 'utf8')).map((one) => one.toJS());
  expect(policy.spec.provider).toBe(PROVIDER);
});

test('docs/permissions.md explains every action of both roles and no other', () => {
  const page = readFileSync('docs/permissions.md', 'utf8');
  const explained = (part = '') =>
    [...part.matchAll(/^\| `(Microsoft\.[^`]+)` \|/gm)].map(([, action]) => action ?? '');
  const [reader, writer] = page.split('## Over the fleet: the role Image Steward Executor');
  expect(explained(reader).toSorted()).toEqual(
    [...role.actions, ...role.managementGroupActions, ...role.inspectionActions].toSorted(),
  );
  expect(explained(writer).toSorted()).toEqual(executor.actions.toSorted());
});
