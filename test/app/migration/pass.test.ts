import { expect, test } from 'vitest';
import { commandMigration } from '../../../shared/app/command-migration.ts';
import { verifyEvidence } from '../../../shared/domain/evidence/verify.ts';
import { AT } from '../../support/migration.ts';
import { givenPasses, OPEN, type Passes } from './given-pass.ts';

const ADA = { id: 'ada', name: 'Ada' };

async function evidenceOf({ parts, stored }: Passes) {
  const { id, evidence } = await stored();
  const entries = await parts.evidence.read(id);
  expect(verifyEvidence({ migrationId: id, head: evidence.head, entries }, parts.hash)).toEqual({ kind: 'whole' });
  return entries;
}

const FORWARD = [
  'create-target',
  'guard-autoscaler',
  'taint-source n1',
  'taint-source n2',
  'pre-position',
  'cordon-source n1',
  'cordon-source n2',
  'drain-source n1',
  'delete-source',
  'put-back',
];
const short = (accepted: readonly string[]) => accepted.map((line) => line.replace(/ (\/sub.*|"from.*)$/, ''));

test('a migration goes through its steps, each effect with one write, and its evidence is whole', async () => {
  const passes = await givenPasses();
  const ended = await passes.run();
  expect(ended).toMatchObject({ status: 'completed', step: 'close', commands: [], evidence: { pending: [] } });
  expect(ended.intent).toBeUndefined();
  expect(short(passes.world.accepted)).toEqual(FORWARD);
  const entries = await evidenceOf(passes);
  expect(entries.filter(({ kind }) => kind === 'intent')).toHaveLength(8);
  expect(ended.summary).toMatchObject({ writes: entries.length });
  expect(passes.queue).toEqual([]);
});
