/** The app of a year: its fleet, its chat, and the places in it. */
import { memoryExemptionStore } from '../../../shared/adapters/memory/exemption-store.ts';
import { memoryPlanStore } from '../../../shared/adapters/memory/plan-store.ts';
import { fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import { systemIds } from '../../../shared/adapters/system/ids.ts';
import { conversationIdOf } from '../../../shared/app/chat/conversations.ts';
import type { Conversation } from '../../../shared/domain/chat/conversation.ts';
import type { PlanStore } from '../../../shared/ports/plan-store.ts';
import { type GivenApp, givenApp } from '../../app/given-app.ts';
import { TENANT } from '../chat/given-chat.ts';
import { givenCatalogue } from '../policy.ts';
import { type YearChat, yearChat } from './year-chat.ts';
import { type KeptNotes, keepNotes } from './year-notes.ts';
import { FLEET_ZONE, START, type YearWorld, yearWorld } from './year-world.ts';

const ADA = { id: '11111111-2222-3333-4444-555555555555', name: 'Ada' };
const PLANNING = JSON.stringify({
  people: { roles: { platform: { people: [ADA] } } },
  announcements: { timeZone: FLEET_ZONE },
});
/** What there is to judge when a year is over. */
export interface Year {
  readonly app: GivenApp;
  readonly world: YearWorld;
  readonly chat: YearChat;
  readonly notes: KeptNotes;
  readonly places: readonly Conversation[];
}

export async function beginYear(size: { clusters: number; days: number }, chance: () => number): Promise<Year> {
  const world = yearWorld(size, chance);
  const clock = { now: () => app.world.now };
  const chat = yearChat(clock, chance);
  const notes = keepNotes();
  let ids = 0;
  const app: GivenApp = givenApp(
    { now: START, ...world.fleet },
    {
      planning: fixedPlanning(PLANNING),
      policy: {
        load: async () => ({
          calendar: world.calendar(),
          catalogue: givenCatalogue(),
          images: { knownBad: [] },
          trouble: [],
        }),
      },
      plans: keptPlans(),
      exemptions: memoryExemptionStore(world.exemptions),
      chat: chat.chat,
      chatTenants: [TENANT],
      ids: { next: (prefix) => `${prefix}-${(ids += 1)}`, of: (prefix, text) => systemIds.of(prefix, text) },
      ...notes.stores,
    },
  );
  const places = [
    place('all', { kind: 'everything' }),
    place('team-a', { kind: 'tags', tags: [{ key: 'team', value: 'a' }] }),
    place('team-b', { kind: 'tags', tags: [{ key: 'Team', value: 'B' }] }),
    { ...place('Ada', { kind: 'nothing' }), kind: 'personal' as const, person: { ...ADA, tenantId: TENANT } },
  ].map((one) => ({ ...one, id: conversationIdOf(app.parts.ids, one.ref) }));
  for (const one of places) await app.parts.conversations.save(one, undefined);
  await app.sweep();
  return { app, world, chat, notes, places };
}

/** What a hash names never changes: it is unpacked once. */
function keptPlans(): PlanStore {
  const store = memoryPlanStore();
  const kept = new Map<string, Awaited<ReturnType<PlanStore['find']>>>();
  return {
    ...store,
    async find(hash) {
      const plan = kept.get(hash) ?? (await store.find(hash));
      if (plan) kept.set(hash, plan);
      return plan;
    },
  };
}

function place(name: string, hears: Conversation['hears']): Conversation {
  const ref = {
    serviceUrl: 'https://smba.example/emea/',
    conversationId: `19:${name}`,
    tenantId: TENANT,
    bot: { id: 'b' },
  };
  return { id: name, kind: 'channel', ref, name, hears, since: START };
}
