/** Every step x every durable boundary x every route, on the way forward, back and aside: one crash changes nothing. */
import { expect, test } from 'vitest';
import type { CommandKind } from '../../shared/domain/migration/command.ts';
import {
  effectsOf,
  evictedTwice,
  idleWritesOf,
  OneCrash,
  type Place,
  placeText,
} from '../support/chaos/crash-matrix.ts';
import { type RunResult, Simulation } from '../support/chaos/simulation.ts';
import type { RouteWish } from '../support/chaos/story.ts';

interface Way {
  readonly route: RouteWish;
  /** Somebody says so in this step, after so many of its nodes are empty; absent: nobody says anything. */
  readonly turn?: { readonly at: string; readonly kind: CommandKind; readonly emptied?: number };
  readonly ends: string;
}

const WAYS: readonly Way[] = [
  { route: 'pool-replacement', ends: 'completed' },
  { route: 'pool-replacement', turn: { at: 'hold', kind: 'roll-back' }, ends: 'rolled-back' },
  { route: 'pool-replacement', turn: { at: 'drain-source', kind: 'abort' }, ends: 'aborted' },
  { route: 'pool-replacement', turn: { at: 'drain-source', kind: 'abort', emptied: 1 }, ends: 'aborted' },
  { route: 'pool-replacement', turn: { at: 'drain-source', kind: 'roll-back', emptied: 1 }, ends: 'rolled-back' },
  { route: 'in-place', ends: 'completed' },
  { route: 'in-place', turn: { at: 'watch', kind: 'roll-back' }, ends: 'rolled-back' },
  { route: 'in-place', turn: { at: 'follow-upgrade', kind: 'abort' }, ends: 'aborted' },
  { route: 'in-place', turn: { at: 'follow-upgrade', kind: 'roll-back' }, ends: 'rolled-back' },
  { route: 'control-plane', ends: 'completed' },
  // A control plane does not go back: the word is refused.
  { route: 'control-plane', turn: { at: 'follow-control-plane', kind: 'roll-back' }, ends: 'completed' },
  { route: 'control-plane', turn: { at: 'follow-control-plane', kind: 'abort' }, ends: 'aborted' },
];

function wordsOf({ route, turn, ends }: Way): string {
  const after = turn?.emptied ? ` after ${turn.emptied} node` : '';
  return `${route}${turn ? `, ${turn.kind} in ${turn.at}${after}` : ''}, ${ends}`;
}

const OPS = { id: 'ops', name: 'Ops' };
const LEAD = { id: 'lead', name: 'Lead' };
const SEED = 4;
const MOST_TURNS = 3000;
const HOUR = 3_600_000;
const QUIET: ReadonlySet<string> = new Set(['hold', 'watch']);

/** Runs a way with one crash, or none, until everything has ended. */
async function go({ route, turn }: Way, crash: OneCrash): Promise<RunResult> {
  const simulation = await Simulation.on({
    seed: SEED,
    faults: crash,
    wish: { route, plain: true, dryRun: false },
    skewed: false,
  });
  const { monitor } = simulation;
  let told = false;
  for (let n = 0; n < MOST_TURNS && !(await simulation.hasEnded()); n += 1) {
    await simulation.turn();
    const [migration] = monitor.saved.values();
    // Hours in which nothing is to happen go by faster.
    if (migration && QUIET.has(migration.step)) simulation.world.advance(HOUR);
    if (!turn || told || !migration || migration.step !== turn.at || migration.status !== 'running') continue;
    if (migration.drain.done.length < (turn.emptied ?? 0)) continue;
    told = true;
    const deletes = turn.kind === 'roll-back' && route === 'pool-replacement';
    const command = { kind: turn.kind, reason: 'So it was decided.', ...(deletes && { deleteTarget: true }) };
    // To delete a pool takes two people; each says it until it was heard.
    for (const by of deletes ? [OPS, LEAD] : [OPS]) {
      while ((await simulation.use((fleet) => fleet.command(migration.id, command, by))) !== 'done');
    }
  }
  await simulation.end();
  return simulation.result();
}

test.each(WAYS.map((way) => ({ ...way, words: wordsOf(way) })))(
  'a crash anywhere changes nothing: $words',
  async (way) => {
    const survey = new OneCrash();
    const calm = await go(way, survey);
    expect(calm.breaks).toEqual([]);
    expect(calm.ends).toEqual([way.ends]);
    expect(survey.seen.length).toBeGreaterThan(way.route === 'control-plane' ? 9 : 20);

    const wrong: string[] = [];
    for (const place of survey.seen) wrong.push(...(await compare(way, place, calm)));
    expect(wrong).toEqual([]);
  },
  60_000,
);

async function compare(way: Way, place: Place, calm: RunResult): Promise<string[]> {
  const crash = new OneCrash(place);
  const run = await go(way, crash);
  const at = placeText(place);
  const wrong: string[] = [];
  if (!crash.hasCrashed) wrong.push(`${at}: it never came there`);
  if (run.ends.join() !== way.ends) wrong.push(`${at}: ended ${run.ends.join()}`);
  for (const { rule, what } of run.breaks) wrong.push(`${at}: ${rule}: ${what}`);
  if (effectsOf(run).join('\n') !== effectsOf(calm).join('\n')) {
    wrong.push(`${at}: did ${effectsOf(run).join(' / ')} and not ${effectsOf(calm).join(' / ')}`);
  }
  for (const uid of evictedTwice(run)) wrong.push(`${at}: ${uid} was evicted twice`);
  for (const idle of idleWritesOf(run)) wrong.push(`${at}: asked twice for ${idle}`);
  return wrong;
}
