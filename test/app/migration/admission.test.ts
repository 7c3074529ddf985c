import { describe, expect, test } from 'vitest';
import { admissionOf, readable } from '../../../shared/app/admission.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { signOff } from '../../../shared/app/sign-off.ts';
import { startMigrations } from '../../../shared/app/start-migrations.ts';
import { UpstreamError } from '../../../shared/domain/errors.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { givenCluster } from '../../support/fleet.ts';
import { givenPlan } from '../../support/plan.ts';
import { type GivenApp, givenApp } from '../given-app.ts';
import { givenSignedPlan, propose, WINDOW, waveOf } from './given-plan.ts';

const DAY = 86_400_000;
const BOB = { id: 'bob', name: 'Bob' };

/** A migration that has begun, in its window. */
async function given(overrides: Partial<Migration> = {}): Promise<GivenApp & { migration: Migration }> {
  const app = givenApp();
  await givenSignedPlan(app.parts);
  await startMigrations(app.parts);
  const [made] = readable(await app.parts.migrations.list('all'));
  if (!made) throw new Error('nothing was made');
  return { ...app, migration: { ...made, status: 'running', ...overrides } };
}

/** The cluster as last swept, with a rule for its windows or without one. */
function swept(parts: Parts, maintenance: ReturnType<typeof givenCluster>['maintenance'] | 'damaged'): Parts {
  const cluster = { ...givenCluster({ name: 'shop' }), maintenance: maintenance === 'damaged' ? [] : maintenance };
  const reading = { cluster, pools: [], findings: [], unknowns: [], readAt: 0 };
  return {
    ...parts,
    readings: {
      ...parts.readings,
      byCluster: async () => {
        if (maintenance === 'damaged') throw new UpstreamError('STORED_RECORD_UNREADABLE', 'damaged');
        return { reading, toAnnounce: [], gone: false, etag: 'e' } as never;
      },
    },
  };
}

describe('a migration under way', () => {
  test('may go on as long as plan, sign-offs, window, gates and caps hold', async () => {
    const { parts, migration } = await given();
    expect(await admissionOf(parts, migration)).toMatchObject({
      plan: { kind: 'as-signed' },
      signOffs: { kind: 'complete' },
      window: { kind: 'open', closes: WINDOW.closes },
      gates: { kind: 'clear' },
      caps: { kind: 'room' },
      writes: { kind: 'room' },
    });
  });

  test('is held by a refusal that comes meanwhile', async () => {
    const { parts, migration } = await given();
    await signOff(parts, migration.plan.id, { role: 'security', kind: 'refuse', reason: 'stop' }, BOB);
    expect((await admissionOf(parts, migration)).signOffs).toMatchObject({ kind: 'refused', by: { person: BOB } });
  });

  test('is as signed though another plan is proposed by now; one that has not begun is not', async () => {
    const { parts, migration } = await given();
    await propose(parts, givenPlan('b', { waves: [waveOf(1, { pay: ['apps'] })] }));
    expect((await admissionOf(parts, migration)).plan).toEqual({ kind: 'as-signed' });
    expect((await admissionOf(parts, { ...migration, status: 'waiting' })).plan).toEqual({
      kind: 'changed',
      why: expect.stringContaining('is proposed in its place. pay/apps is new in it'),
    });
  });

  test('goes on in the cluster’s later windows where their rule is known, else it waits and says why', async () => {
    const { parts, migration, world } = await given();
    // Two in the morning of its region, two nights later.
    world.now = WINDOW.opens - (WINDOW.opens % DAY) + 2 * DAY + 3_600_000;
    expect((await admissionOf(swept(parts, []), migration)).window.kind).toBe('open');
    for (const [what, maintenance] of [
      ['were not read', undefined],
      ['did not read it', 'damaged'],
    ] as const) {
      expect((await admissionOf(swept(parts, maintenance), migration)).window).toMatchObject({
        kind: 'closed',
        why: expect.stringContaining(what),
      });
    }
  });

  test('9. is held when its sign-offs cannot be read', async () => {
    const { parts, migration } = await given();
    const unreadable = () => Promise.reject(new UpstreamError('STORED_RECORD_UNREADABLE', 'damaged'));
    const damaged = { ...parts, signOffs: { ...parts.signOffs, ofPlan: unreadable } };
    await expect(admissionOf(damaged, migration)).rejects.toMatchObject({ code: 'STORED_RECORD_UNREADABLE' });
  });

  test('a dry run neither takes a place of a real one nor its turn', async () => {
    const { parts, migration } = await given();
    await parts.migrations.create({
      ...migration,
      id: 'dry-1',
      dryRun: true,
      status: 'running',
      step: 'upgrade-image',
    });
    expect((await admissionOf(parts, migration)).gates).toEqual({ kind: 'clear' });
    await parts.migrations.create({ ...migration, id: 'm-2', status: 'running', step: 'upgrade-image' });
    expect((await admissionOf(parts, migration)).gates).toMatchObject({ kind: 'shut' });
  });
});

test('once the plan is not kept any more, nothing of it begins', async () => {
  const { parts, migration } = await given({ status: 'waiting' });
  await parts.plans.forget(Number.POSITIVE_INFINITY, new Set());
  expect((await admissionOf(parts, migration)).plan).toEqual({
    kind: 'changed',
    why: 'The plan is not kept any more.',
  });
});
