import { isAwake } from '../domain/announce/quiet.ts';
import { stepsOf } from '../domain/migration/new-migration.ts';
import type { MigrationPlan } from '../domain/plan/migration-plan.ts';
import { askDates, firstRegion } from '../domain/sign-off/ask-dates.ts';
import { type AskingFacts, decideAsk, withoutStale } from '../domain/sign-off/asking.ts';
import { signOffState } from '../domain/sign-off/state.ts';
import type { Successor } from '../domain/sign-off/void-news.ts';
import type { StoredAsk } from '../ports/ask-store.ts';
import type { PlanningInForce } from '../ports/planning-source.ts';
import { scopeKey } from './admission-plan.ts';
import type { Parts } from './parts.ts';
import { migrationsOf } from './plan-progress.ts';
import { sayDecided } from './say-decided.ts';
import { factsOf } from './sign-off.ts';
import { zoneOfRegion } from './whose-night.ts';

type Needed = Pick<
  Parts,
  'asks' | 'plans' | 'planning' | 'signOffs' | 'delegations' | 'migrations' | 'sender' | 'ids' | 'clock' | 'hash'
>;

/**
 * Says what is due of sign-offs, each thing once: asks for them, reminds, and tells what became void, late, complete or
 * refused.
 *
 * @throws UpstreamError when a store or the queue does not answer: the next call goes on
 */
export async function askSignOffs(parts: Needed): Promise<void> {
  const [stored, proposed, planning] = await Promise.all([
    parts.asks.list(),
    parts.plans.proposal(),
    parts.planning.load(),
  ]);
  if (!proposed) return;
  const asks = new Map(stored.map((one) => [one.ask.scope, one]));
  const hashes = new Map(proposed.proposal.plans.map(({ scope, hash }) => [scopeKey(scope), hash]));
  for (const scope of new Set([...asks.keys(), ...hashes.keys()])) {
    const hash = hashes.get(scope);
    const plan = hash === undefined ? undefined : (await parts.plans.find(hash))?.plan;
    // A plan that is named and not found may be the one that was asked about.
    if (hash !== undefined && !plan) continue;
    await askForOne(parts, planning, { scope, plan, before: asks.get(scope), whole: proposed.proposal.whole });
  }
}

interface OneScope {
  readonly scope: string;
  readonly plan: MigrationPlan | undefined;
  readonly before: StoredAsk | undefined;
  readonly whole: boolean;
}

async function askForOne(parts: Needed, planning: PlanningInForce, one: OneScope): Promise<void> {
  const { scope, before } = one;
  const facts = await askingFacts(parts, planning, one);
  const decided = decideAsk(before?.ask, scope, facts);
  if (!decided) return;
  const ask = withoutStale(decided, facts.now);
  const awake = isAwake(facts.now, facts.quiet, facts.timeZone);
  await sayDecided(parts, {
    before: before?.ask,
    etag: before?.etag,
    record: ask,
    send: awake ? ask.toSend.map(({ id, at, news }) => ({ kind: 'sign-off', id, at, ...news })) : [],
    save: (next, basedOn) => parts.asks.save(next, basedOn),
  });
}

async function askingFacts(
  parts: Needed,
  planning: PlanningInForce,
  { plan, before, whole }: OneScope,
): Promise<AskingFacts> {
  const zoneOf = (region: string | undefined) => zoneOfRegion(planning, region);
  const asked = before && !before.ask.over && before.ask.planHash !== plan?.hash ? before.ask : undefined;
  const replaced = asked && (await parts.plans.find(asked.planHash))?.plan;
  const about = plan ?? replaced;
  return {
    now: parts.clock.now(),
    quiet: planning.settings.announcements.quiet,
    timeZone: zoneOf(about && firstRegion(about)),
    ...(plan && { proposed: await successorOf(parts, plan, zoneOf) }),
    whole,
    ...(replaced && {
      replaced: { plan: replaced, facts: await factsOf(parts, replaced), begun: await hasBegun(parts, replaced) },
    }),
    idOf: (text) => parts.ids.of('sign-off-news', text),
  };
}

async function successorOf(parts: Needed, plan: MigrationPlan, zoneOf: (region: string) => string): Promise<Successor> {
  const dates = askDates(plan, zoneOf);
  if (!dates) return { plan };
  const facts = await factsOf(parts, plan);
  return { plan, asked: { plan, dates, facts, state: signOffState(facts) } };
}

/** Dry runs write nothing, so they begin nothing that a sign-off was for. */
async function hasBegun(parts: Needed, plan: MigrationPlan): Promise<boolean> {
  const made = await migrationsOf(parts, stepsOf(plan), false);
  return made.some((migration) => migration !== undefined);
}
