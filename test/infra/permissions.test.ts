import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const role: { actions: string[]; managementGroupActions: string[] } = JSON.parse(
  readFileSync('infra/reader-role.json', 'utf8'),
);

test('the reader role only reads', () => {
  expect([...role.actions, ...role.managementGroupActions].filter((action) => !action.endsWith('/read'))).toEqual([]);
});

test('docs/permissions.md explains every action of the reader role and no other', () => {
  const page = readFileSync('docs/permissions.md', 'utf8');
  const explained = [...page.matchAll(/^\| `(Microsoft\.[^`]+)` \|/gm)].map(([, action]) => action);
  expect(explained.toSorted()).toEqual([...role.actions, ...role.managementGroupActions].toSorted());
});
