import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FaultSpec } from '../../../dev/simulator/control/faults.ts';
import { FleetChange } from '../../../dev/simulator/control/fleet-changes.ts';
import { parseFleet } from '../../../dev/simulator/model/fleet-file.ts';
import {
  Cluster,
  FleetFile,
  MaintenanceSchedule,
  MaintenanceWindow,
  ManagementGroup,
  Pool,
  Subscription,
} from '../../../dev/simulator/model/fleet-schema.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

test.each([
  ['fleet', FleetFile],
  ['management group', ManagementGroup],
  ['subscription', Subscription],
  ['cluster', Cluster],
  ['node pool', Pool],
  ['maintenance window', MaintenanceWindow],
] as const)('docs/fleet-file.md has every field of a %s', (_, schema) => {
  const text = read('docs/fleet-file.md');

  expect(Object.keys(schema.shape).filter((field) => !text.includes(`\`${field}\``))).toEqual([]);
});

test('docs/fleet-file.md has every kind of schedule with its fields', () => {
  const text = read('docs/fleet-file.md');
  const fields = MaintenanceSchedule.options.flatMap((option) => [
    `"every": "${option.shape.every.value}"`,
    ...Object.keys(option.shape).map((field) => `"${field}"`),
  ]);

  expect(fields.filter((field) => !text.includes(field))).toEqual([]);
});

test('the smallest fleet of docs/fleet-file.md is a fleet', () => {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(read('docs/fleet-file.md')) ?? [];

  expect(parseFleet(JSON.parse(json)).name).toBe('one cluster');
});

test("the simulator's README has every kind of fault and every change of the fleet", () => {
  const text = read('dev/simulator/README.md');
  const kinds = FaultSpec.options.map((option) => option.shape.kind.value);
  const changes = FleetChange.options.map((option) => option.shape.change.value);

  expect([...kinds, ...changes].filter((name) => !text.includes(name))).toEqual([]);
});
