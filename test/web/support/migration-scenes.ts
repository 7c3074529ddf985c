/** Migrations in every state, with long, right-to-left, emoji and hostile names, behind all routes. */
import { memoryEvidenceStore } from '../../../shared/adapters/memory/evidence-store.ts';
import { memoryFreezeStore } from '../../../shared/adapters/memory/freeze-store.ts';
import { memoryInspectionStore } from '../../../shared/adapters/memory/inspection-store.ts';
import { memoryMigrationStore } from '../../../shared/adapters/memory/migration-store.ts';
import { memoryVerdictStore } from '../../../shared/adapters/memory/verdict-store.ts';
import { memoryWatchStore } from '../../../shared/adapters/memory/watch-store.ts';
import { showAlert } from '../../../shared/app/alerts/show-alert.ts';
import type { Fleet } from '../../../shared/app/fleet.ts';
import { freezeFleet, freezeState } from '../../../shared/app/freeze.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { migrationQueries } from '../../../shared/app/read/migration-queries.ts';
import type { WatchState } from '../../../shared/domain/alert/alert.ts';
import { answerRecommendation } from '../../../shared/domain/alert/answer.ts';
import { verdictOf } from '../../../shared/domain/alert/evaluate.ts';
import { DEFAULT_THRESHOLDS } from '../../../shared/domain/alert/thresholds.ts';
import type { Migration, NodeSight } from '../../../shared/domain/migration/migration.ts';
import type { Behind } from '../../../shared/host/http/answer.ts';
import { givenAlertState } from '../../support/alert-story.ts';
import { AT, givenMigration, givenPoolStep, HOUR, MINUTE, NEW_IMAGE, OLD_IMAGE } from '../../support/migration.ts';
import { givenEvidence, givenStoryMigration, STORY_EVIDENCE, STORY_ID, STUCK } from '../../support/migration-story.ts';

const EVIL = '<img src=x onerror=alert(1)>\u202e"\'';
const LONG = `aks-${'payments-and-settlement-'.repeat(6)}westeurope`;
const RTL = 'מיגרציה-של-צי-الأسطول';
const EMOJI = 'shop-🛒👩‍👩‍👧‍👦-prod';

const MAIN = 3;

export interface Scenes {
  readonly behind: Behind;
  /** Shown in every colour scheme and width, and the rest once. */
  readonly main: readonly string[];
  readonly rest: readonly string[];
  readonly running: string;
  readonly hostile: string;
  /** As the next pass would leave it. */
  pause(because: string): Promise<void>;
  /** By somebody with a hostile name. */
  freeze(reason: string): Promise<void>;
}

export async function givenMigrationScenes(): Promise<Scenes> {
  const ports = {
    clock: { now: () => AT },
    migrations: memoryMigrationStore(),
    evidence: memoryEvidenceStore(),
    verdicts: memoryVerdictStore(),
    watches: memoryWatchStore(),
    inspections: memoryInspectionStore(),
    freezes: memoryFreezeStore(),
    sender: { send: async () => {} },
    ids: { next: (prefix: string) => prefix, of: (prefix: string) => prefix },
    alertsOn: true,
  };
  const all = scenes();
  for (const one of all) await ports.migrations.create(one);
  await ports.migrations.create({ ...givenMigration({ id: 'm-foreign' }), format: 99 } as unknown as Migration);
  await ports.evidence.append(STORY_EVIDENCE);
  await ports.evidence.append(HOSTILE_EVIDENCE);
  for (const state of alertScenes(all)) {
    await ports.watches.save(state, undefined);
    await ports.verdicts.save(verdictOf(state, AT));
  }
  const fleet = {
    ...migrationQueries(ports),
    alert: (id) => showAlert(ports as unknown as Parts, id),
    freezeState: () => freezeState(ports),
  } as Partial<Fleet> as Fleet;
  return {
    behind: { running: async () => ({ fleet, clock: ports.clock, config: { HTTP_AUTH: 'open' } }), failed: () => {} },
    main: all.slice(0, MAIN).map(({ id }) => id),
    rest: all.slice(MAIN).map(({ id }) => id),
    running: STORY_ID,
    hostile: 'm-hostile',
    async pause(because) {
      const found = await ports.migrations.find(STORY_ID);
      if (found?.kind !== 'migration') throw new Error('the story is there');
      const pause = { because, by: 'Grace', at: AT };
      await ports.migrations.save({ ...found.migration, status: 'paused', pause }, found.etag);
    },
    async freeze(reason) {
      await freezeFleet(ports, reason, { id: 'o-1', name: EVIL });
    },
  };
}

const HOSTILE_EVIDENCE = givenEvidence('m-hostile', [
  ['created', `Made of ${EVIL}.`, { who: EVIL }],
  ['outcome', `Answered: ${'x'.repeat(300)}`, { before: { [EVIL]: EVIL }, after: null }],
]);

/** An open question, a false alarm called on hostile names that nobody has looked at since, long names, and an answer. */
function alertScenes(all: readonly Migration[]): WatchState[] {
  const of = (id: string, ...rest: [Parameters<typeof givenAlertState>[1]?, number?]): WatchState => {
    const migration = all.find((one) => one.id === id);
    if (!migration) throw new Error(`there is ${id}`);
    return givenAlertState(migration, ...rest);
  };
  const hostile = of('m-hostile', { namespace: EVIL, cart: EVIL, node: EVIL }, 4);
  const back = of('m-back', { namespace: RTL, cart: EMOJI, node: `aks-${EMOJI}` });
  const answered = answerRecommendation(
    back,
    { version: back.recommendation?.version ?? 0, choice: 'hold-and-fix', by: RTL, reason: EMOJI },
    DEFAULT_THRESHOLDS,
    AT,
  );
  const suppression = { rule: 'pending-pods', object: EVIL, until: AT + HOUR, by: EVIL, reason: EVIL } as const;
  return [
    of(STORY_ID),
    { ...hostile, suppressions: [suppression] },
    of('m-long', { namespace: LONG, cart: LONG, node: LONG }),
    answered.kind === 'taken' ? answered.state : back,
  ];
}

function scenes(): Migration[] {
  return [
    givenStoryMigration(),
    givenStoryMigration({
      id: 'm-hostile',
      clusterName: EVIL,
      work: givenPoolStep({ name: EVIL, strategy: 'pool-replacement' }),
      startedBy: EVIL,
      status: 'paused',
      pause: { because: EVIL, by: EVIL, at: AT, remedy: EVIL },
      drain: {
        done: [],
        evicted: 0,
        stuck: [{ ...STUCK, why: EVIL, owner: EVIL, remedies: [{ kind: 'look', what: EVIL, command: EVIL }] }],
      },
      evidence: { head: { seq: 2, hash: HOSTILE_EVIDENCE[1]?.hash ?? '' }, pending: [] },
      commands: [{ id: 'c', kind: 'roll-back', by: EVIL, at: AT, reason: EVIL }],
      orders: ordered(EVIL),
    }),
    givenStoryMigration({ id: 'm-long', clusterName: LONG, sight: manyNodes(14), orders: ordered(LONG) }),
    givenMigration({
      id: 'm-rtl',
      clusterName: RTL,
      dryRun: true,
      step: 'upgrade-image',
      remembered: { upgradeSettings: { maxSurge: '10%' } },
    }),
    givenMigration({
      id: 'm-emoji',
      clusterName: EMOJI,
      route: 'control-plane',
      step: 'follow-control-plane',
      sight: { at: AT, viability: { kind: 'over', why: 'A control plane does not go back.', endings: [] } },
    }),
    givenStoryMigration({
      id: 'm-back',
      direction: 'back',
      step: 'drain-target',
      sight: {
        at: AT - MINUTE,
        viability: { kind: 'ending-soon', until: AT + 20 * MINUTE, why: 'The hold is nearly over.', endings: [] },
      },
    }),
    givenStoryMigration({
      id: 'm-done',
      status: 'completed',
      step: 'close',
      endedAt: AT - HOUR,
      summary: {
        nodes: 3,
        podsMoved: 47,
        workMinutes: 38.4,
        writes: 12,
        pauses: 1,
        notes: ['shop/cart was stuck for 4 min.'],
      },
    }),
    givenMigration({
      id: 'm-waiting',
      status: 'waiting',
      waiting: { because: 'Its window opens at 23:00 UTC.', since: AT },
    }),
  ];
}

/** One that waits for a second person, and one of two. */
function ordered(name: string): NonNullable<Migration['orders']> {
  const word = { by: { id: name, name }, at: AT, reason: name };
  const pod = { namespace: name, name };
  return [
    { id: 'o-1', kind: 'delete-target', first: word, until: AT + HOUR },
    { id: 'o-2', kind: 'force-eviction', pod, first: word, until: AT + HOUR, second: word, command: name },
  ];
}

function manyNodes(count: number): NonNullable<Migration['sight']> {
  const nodes = Array.from({ length: count }, (_, at): NodeSight => {
    const side = at % 2 === 0 ? 'source' : 'target';
    return {
      name: `aks-${LONG.slice(0, 40)}-${side}-${String(at).padStart(6, '0')}`,
      side,
      ready: at % 7 !== 3,
      cordoned: side === 'source' && at % 4 === 0,
      image: side === 'source' ? OLD_IMAGE : NEW_IMAGE,
      onTarget: side === 'target',
      pods: at,
    };
  });
  return { at: AT, viability: { kind: 'possible', why: 'The source is there.', endings: [] }, nodes };
}
