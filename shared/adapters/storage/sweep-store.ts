import { FleetError } from '../../domain/errors.ts';
import type { SubscriptionOutcome, Sweep } from '../../domain/fleet/sweep.ts';
import type { Instant } from '../../domain/time.ts';
import type { Sighting, SweepStore } from '../../ports/sweep-store.ts';
import { batches } from './batches.ts';
import { fromContent, toContent, unreadable, weightOf } from './content.ts';
import { escapeKey } from './key.ts';
import { contended, type OnUnreadable } from './reading-store.ts';
import type { Entity, Row, Table } from './table.ts';

/** All sweeps are in one partition, once by id and once by time with the newest first. */
const SWEEP = 'sweep';
const SIGHTING = 'sighting';
const MOST_ROUNDS = 5;

export function tableSweepStore(
  tables: { readonly sweeps: Table; readonly outcomes: Table; readonly sightings: Table },
  onUnreadable: OnUnreadable,
): SweepStore {
  const { sweeps, outcomes, sightings } = tables;

  async function byId(sweepId: string): Promise<Sweep | undefined> {
    const row = await sweeps.get(SWEEP, idKey(sweepId));
    if (!row) return undefined;
    const sweep = fromContent('sweep', row, `sweep ${sweepId}`) as Sweep;
    if (sweep.id !== sweepId || !Array.isArray(sweep.subscriptions)) throw unreadable(`sweep ${sweepId}`);
    return sweep;
  }

  async function* readable<T>(rows: AsyncIterable<Row>, name: string): AsyncIterable<T> {
    for await (const row of rows) {
      try {
        yield fromContent(name, row, `${name} ${row.rowKey}`) as T;
      } catch (error) {
        if (!(error instanceof FleetError)) throw error;
        onUnreadable(error);
      }
    }
  }

  return {
    async start(sweep) {
      const written = await sweeps.batch([
        [
          'upsert',
          { partitionKey: SWEEP, rowKey: idKey(sweep.id), ...toContent('sweep', sweep, `sweep ${sweep.id}`) },
          'Replace',
        ],
        ['upsert', { partitionKey: SWEEP, rowKey: timeKey(sweep), sweepId: sweep.id }, 'Replace'],
      ]);
      if (!written) throw contended(`sweep ${sweep.id}`);
    },
    async latest() {
      const [row] = await sweeps.range(SWEEP, 'at|', 'at}', 1);
      return row && byId(String(row['sweepId']));
    },
    byId,
    async saveOutcome(outcome) {
      const entity: Entity = {
        partitionKey: escapeKey(outcome.sweepId),
        rowKey: escapeKey(outcome.subscription.id),
        at: outcome.at,
        ...toContent('outcome', outcome, `the outcome of subscription ${outcome.subscription.id}`),
      };
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        if ((await outcomes.create(entity)) === 'created') return;
        const stored = await outcomes.get(entity.partitionKey, entity.rowKey);
        if (!stored) continue;
        if (typeof stored['at'] === 'number' && stored['at'] > outcome.at) return;
        if ((await outcomes.merge(entity, stored.etag)) === 'merged') return;
      }
      throw contended(`the outcome of subscription ${outcome.subscription.id}`);
    },
    async outcomes(sweepId) {
      return collect(readable<SubscriptionOutcome>(outcomes.list(escapeKey(sweepId)), 'outcome'));
    },
    async forget(before, most) {
      const [latest] = await sweeps.range(SWEEP, 'at|', 'at}', 1);
      const old: { readonly key: string; readonly sweepId: string }[] = [];
      for await (const row of sweeps.list(SWEEP, ['sweepId'])) {
        const key = String(row.rowKey);
        // A smaller time is a larger key; '}' stands behind every id of the same moment.
        if (key > `${atKey(before)}}` && key.startsWith('at|') && key !== latest?.rowKey) {
          old.push({ key, sweepId: String(row['sweepId']) });
        }
      }
      for (const { key, sweepId } of old.slice(-most)) {
        // Outcomes first: a crash in between leaves a sweep that the next call finds again.
        for await (const outcome of outcomes.list(escapeKey(sweepId), ['at'])) {
          await outcomes.remove(escapeKey(sweepId), String(outcome.rowKey));
        }
        await sweeps.remove(SWEEP, idKey(sweepId));
        await sweeps.remove(SWEEP, key);
      }
    },
    async sightings() {
      return collect(readable<Sighting>(sightings.list(SIGHTING), 'sighting'));
    },
    async saveSightings(seen) {
      const entities = [...new Map(seen.map((sighting) => [sighting.id, sighting])).values()].map((sighting) => ({
        partitionKey: SIGHTING,
        rowKey: escapeKey(sighting.id),
        ...toContent('sighting', sighting, sighting.id),
      }));
      for (const batch of batches(entities, weightOf)) {
        const written = await sightings.batch(batch.map((entity) => ['upsert', entity, 'Replace']));
        if (!written) throw contended('sightings');
      }
    },
  };
}

function idKey(sweepId: string): string {
  return `id|${escapeKey(sweepId)}`;
}

/** The later it started, the smaller its key: the first row is the latest sweep. */
function timeKey({ id, startedAt }: Sweep): string {
  return `${atKey(startedAt)}|${escapeKey(id)}`;
}

function atKey(at: Instant): string {
  return `at|${String(1e15 - at).padStart(16, '0')}`;
}

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
