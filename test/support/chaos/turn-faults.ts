import type { CommandKind } from '../../../shared/domain/migration/command.ts';
import { COMMAND_KINDS } from '../../../shared/domain/migration/command.ts';
import { hasEnded } from '../../../shared/domain/migration/status-table.ts';
import { some, strike } from './fate.ts';
import type { TurnFault } from './fault.ts';
import { storedMigrations } from './stage.ts';
import { approvals } from './story.ts';
import type { UnderWay } from './under-way.ts';

const MINUTE = 60_000;

/** Something goes wrong, or somebody does something, between two things that the app does. */
export async function applyTurnFault(
  simulation: UnderWay,
  { kind, pick, n }: TurnFault,
  use: UnderWay['use'],
): Promise<void> {
  const { stage } = simulation;
  const { world, queue } = stage;
  switch (kind) {
    case 'duplicate':
      queue.duplicate(pick);
      return;
    case 'delay':
      queue.delay(pick, Math.floor(pick * 40) * MINUTE);
      return;
    case 'lose-messages':
      queue.loseUnseen();
      return;
    case 'skew':
      simulation.skewMs = Math.floor(pick * 3 * MINUTE);
      return;
    case 'alert':
      await raiseAlert(simulation, pick);
      return;
    case 'command':
      await command(simulation, pick, n, use);
      return;
    case 'freeze-fleet':
      await freezeOrLift(simulation, n, use);
      return;
    case 'withdraw-sign-off':
      await withdraw(simulation, pick, n);
      return;
    case 'spoil-record':
      await spoil(simulation, pick);
      return;
    default: {
      const cluster = some([...world.clusters], pick);
      if (cluster) strike(cluster, kind, pick);
    }
  }
}

/** Open for a while, then healthy again. */
async function raiseAlert({ stage }: UnderWay, pick: number): Promise<void> {
  const { world, alerts } = stage;
  const migration = some(
    (await storedMigrations(stage)).filter(({ status }) => !hasEnded(status)),
    pick,
  );
  if (!migration) return;
  const kind = pick < 0.5 ? 'breached' : 'unknown';
  alerts.set(migration.id, { kind, since: world.now });
  world.time.after((1 + Math.floor(pick * 60)) * MINUTE, () => {
    alerts.set(migration.id, { kind: 'healthy', since: world.now });
  });
}

/** Some person says something, sensible or not. */
async function command(simulation: UnderWay, pick: number, n: number, use: UnderWay['use']): Promise<void> {
  const migration = some(await storedMigrations(simulation.stage), pick);
  if (!migration) return;
  // People resume more often than they do anything else.
  const kinds: readonly CommandKind[] = [...COMMAND_KINDS, 'pause', 'resume', 'resume', 'resume'];
  const kind = kinds[Math.floor(pick * kinds.length)] ?? 'resume';
  const by = { id: `person-${n % 3}`, name: `Person ${n % 3}` };
  const deleteTarget = kind === 'roll-back' && pick < 0.45 ? { deleteTarget: true } : {};
  const say = (person: typeof by) =>
    use((fleet) => fleet.command(migration.id, { kind, reason: 'It was drawn.', ...deleteTarget }, person));
  await say(by);
  // To delete a pool takes two; now and then nobody says it too, or the same person does.
  if ('deleteTarget' in deleteTarget && pick > 0.38) await say(pick < 0.39 ? by : { id: 'person-too', name: 'Too' });
}

async function freezeOrLift({ stage }: UnderWay, n: number, use: UnderWay['use']): Promise<void> {
  const by = { id: `person-${n % 3}`, name: `Person ${n % 3}` };
  const isFrozen = stage.frozen.since !== undefined;
  await use((fleet) => (isFrozen ? fleet.unfreeze(by) : fleet.freeze('It was drawn.', by)));
}

/** Somebody takes their word back, and gives it again later. */
async function withdraw({ stage }: UnderWay, pick: number, n: number): Promise<void> {
  const { world, parts, story } = stage;
  if (stage.signOffsMissing.size > 0 || story.aloneUntil !== undefined) return;
  // The other role's sign-off may expire: that is another trouble.
  const given = approvals(story.plan, world.now, n).find(({ role }) => role === 'application');
  if (!given) return;
  stage.signOffsMissing.set('withdrawn', world.now);
  await parts.signOffs.add({ ...given, id: `so-withdrawn-${n}`, kind: 'withdraw', reason: 'It was drawn.' });
  world.time.after((1 + Math.floor(pick * 90)) * MINUTE, () => {
    stage.signOffsMissing.delete('withdrawn');
    void parts.signOffs.add({ ...given, id: `so-again-${n}`, at: world.now });
  });
}

/** A record that this version cannot read; after a while somebody mends it. */
async function spoil({ stage }: UnderWay, pick: number): Promise<void> {
  const { world, records, spoiled } = stage;
  const migration = some(
    (await storedMigrations(stage)).filter(({ status }) => !hasEnded(status)),
    pick,
  );
  if (!migration) return;
  records.spoil(migration.id);
  spoiled.set(migration.id, world.now);
  world.time.after((1 + Math.floor(pick * 60)) * MINUTE, () => {
    spoiled.delete(migration.id);
    records.mend(migration.id);
  });
}
