import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { KINDS, WEBHOOKS, WORKLOADS } from '../../shared/adapters/kubernetes/kinds.ts';

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

test('the role for clusters allows to list exactly what an inspection lists', () => {
  const [{ rules }] = parseAllDocuments(readFileSync('docs/kubernetes-reader.yaml', 'utf8')).map((one) => one.toJS());
  const allowed = (rules as { apiGroups: string[]; resources: string[]; verbs: string[] }[]).flatMap(
    ({ apiGroups: [group], resources, verbs }) => {
      expect(verbs).toEqual(['list']);
      return resources.map((resource) => `${group ? `/apis/${group}` : '/api'}/v1/${resource}`);
    },
  );
  const asked = [KINDS, WORKLOADS, WEBHOOKS].flatMap((kinds) => Object.values(kinds).map(({ path }) => path));
  expect(allowed.toSorted()).toEqual(asked.toSorted());
});

test('docs/permissions.md explains every action of the reader role and no other', () => {
  const page = readFileSync('docs/permissions.md', 'utf8');
  const explained = [...page.matchAll(/^\| `(Microsoft\.[^`]+)` \|/gm)].map(([, action]) => action ?? '');
  expect(explained.toSorted()).toEqual(
    [...role.actions, ...role.managementGroupActions, ...role.inspectionActions].toSorted(),
  );
});
