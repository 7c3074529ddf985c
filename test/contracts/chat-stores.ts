import { describe, expect, test } from 'vitest';
import type { Conversation } from '../../shared/domain/chat/conversation.ts';
import type { Post } from '../../shared/domain/chat/post.ts';
import type { Refusal } from '../../shared/domain/chat/refusal.ts';
import type { Ask } from '../../shared/domain/sign-off/ask.ts';
import type { Delegation } from '../../shared/domain/sign-off/delegation.ts';
import type { AskStore } from '../../shared/ports/ask-store.ts';
import type { ConversationStore } from '../../shared/ports/conversation-store.ts';
import type { DelegationStore } from '../../shared/ports/delegation-store.ts';
import type { PostStore } from '../../shared/ports/post-store.ts';
import type { RefusalStore } from '../../shared/ports/refusal-store.ts';
import { NOW } from '../support/fleet.ts';

/** Marks that a name may have: of other alphabets, of the other direction, and those that keys of a table must not have. */
const ODD = 'a/b\\c#d?e %\u202e \u{1f9ea} \u05d0 \u0000';

const CONVERSATION: Conversation = {
  id: 'conversation-1',
  kind: 'channel',
  ref: {
    serviceUrl: 'https://smba.example/',
    conversationId: `19:${ODD}`,
    tenantId: 't-1',
    bot: { id: 'b', name: 'S' },
  },
  name: ODD,
  team: { id: 'team-1', name: 'Shop' },
  hears: { kind: 'tags', tags: [{ key: 'team', value: ODD }] },
  routed: { by: 'Ada', at: NOW },
  plain: true,
  since: NOW,
  gone: { at: NOW, why: 'taken out' },
};

export function conversationStoreContract(name: string, make: () => ConversationStore): void {
  describe(`conversations in ${name}`, () => {
    test('one comes back as it was saved, whatever its names are', async () => {
      const store = make();
      expect([await store.list(), await store.find('conversation-1')]).toEqual([
        { conversations: [], unreadable: [] },
        undefined,
      ]);
      expect(await store.save(CONVERSATION, undefined)).toBe('saved');
      const found = await store.find('conversation-1');
      expect(found).toEqual({ conversation: CONVERSATION, etag: expect.any(String) });
      expect(await store.list()).toEqual({ conversations: [found], unreadable: [] });
    });

    test('only who knows the etag changes it, and what a save leaves out is gone', async () => {
      const store = make();
      await store.save(CONVERSATION, undefined);
      const { etag } = (await store.find('conversation-1')) ?? {};
      const back = { ...CONVERSATION, gone: undefined, plain: undefined };
      expect(await store.save(back, undefined)).toBe('conflict');
      expect(await store.save(back, etag)).toBe('saved');
      expect(await store.save(CONVERSATION, etag)).toBe('conflict');
      expect((await store.find('conversation-1'))?.conversation).toEqual(back);
      expect(await store.save({ ...CONVERSATION, id: 'conversation-2' }, etag)).toBe('conflict');
      expect((await store.list()).conversations).toHaveLength(1);
    });

    test('of two who know a new place first, one is told to look again', async () => {
      const store = make();
      const answers = await Promise.all([store.save(CONVERSATION, undefined), store.save(CONVERSATION, undefined)]);
      expect(answers.toSorted()).toEqual(['conflict', 'saved']);
    });
  });
}

const POST: Post = {
  conversationId: 'conversation-1',
  topic: 'recommendation/m-1/r-1',
  state: 'posted',
  activityId: `1700;messageid=${ODD}`,
  revision: 'f'.repeat(64),
  says: ODD,
  nonce: 'nonce-1',
  earlier: ['nonce-0'],
  at: NOW,
  afresh: 'post-1',
  above: 'a-0',
  renewed: true,
  putOff: { since: NOW, tries: 2, until: NOW + 1 },
};

export function postStoreContract(name: string, make: () => PostStore): void {
  describe(`posts in ${name}`, () => {
    test('one comes back as it was saved, and stands in no other conversation and under no other topic', async () => {
      const store = make();
      const { topic, conversationId } = POST;
      expect([await store.find(topic, conversationId), await store.ofTopic(topic)]).toEqual([undefined, []]);
      const saved = await store.save(POST, undefined);
      expect(saved).toEqual({ kind: 'saved', etag: expect.any(String) });
      const stored = { post: POST, etag: saved.kind === 'saved' ? saved.etag : '' };
      expect(await store.find(topic, conversationId)).toEqual(stored);
      expect(await store.find(topic, 'conversation-2')).toBeUndefined();
      expect(await store.find('recommendation/m-1/r-10', conversationId)).toBeUndefined();
      expect([await store.ofTopic(topic), await store.ofTopic('recommendation/m-1')]).toEqual([[stored], []]);
    });

    test.each(['owed', 'posting', 'posted', 'unsure', 'refused'] as const)('one that is %s is read', async (state) => {
      const store = make();
      await store.save({ ...POST, state }, undefined);
      expect((await store.ofTopic(POST.topic)).map(({ post }) => post.state)).toEqual([state]);
    });

    test('a topic is found in every conversation in which it stands', async () => {
      const store = make();
      const places = Array.from({ length: 30 }, (_, n) => `conversation-${n}`);
      for (const conversationId of places) await store.save({ ...POST, conversationId }, undefined);
      const found = (await store.ofTopic(POST.topic)).map(({ post }) => post.conversationId);
      expect(found.toSorted()).toEqual(places.toSorted());
    });

    test('only who knows the etag changes it, and is told the next one', async () => {
      const store = make();
      const first = await store.save({ ...POST, state: 'posting' }, undefined);
      const etag = first.kind === 'saved' ? first.etag : '';
      expect(await store.save(POST, undefined)).toEqual({ kind: 'conflict' });
      const second = await store.save(POST, etag);
      expect(await store.save({ ...POST, state: 'unsure' }, etag)).toEqual({ kind: 'conflict' });
      const settled = { ...POST, putOff: undefined };
      expect((await store.save(settled, second.kind === 'saved' ? second.etag : '')).kind).toBe('saved');
      expect((await store.find(POST.topic, POST.conversationId))?.post).toEqual(settled);
      expect(await store.save({ ...POST, topic: 'plan/x' }, etag)).toEqual({ kind: 'conflict' });
    });

    test('of two who begin to post at once, one does', async () => {
      const store = make();
      const answers = await Promise.all([store.save(POST, undefined), store.save(POST, undefined)]);
      expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['conflict', 'saved']);
    });
  });
}

function refusal(id: string, at: number, more: Partial<Refusal> = {}): Refusal {
  return {
    id,
    at,
    kind: 'wrong-person',
    what: 'Signs a plan',
    why: `Only owners may: ${ODD}`,
    person: { id: 'p-1', tenantId: 't-1', name: ODD },
    conversationId: 'conversation-1',
    ...more,
  };
}

export function refusalStoreContract(name: string, make: () => RefusalStore): void {
  describe(`refusals in ${name}`, () => {
    test('the newest come first, and as many as are asked for', async () => {
      const store = make();
      expect(await store.newest(10)).toEqual([]);
      const all = [refusal('r-2', NOW + 2, { planHash: 'abc' }), refusal('r-3', NOW + 3), refusal('r-1', NOW + 1)];
      for (const one of all) await store.add(one);
      expect(await store.newest(10)).toEqual([all[1], all[0], all[2]]);
      expect((await store.newest(2)).map(({ id }) => id)).toEqual(['r-3', 'r-2']);
    });

    test('the same one twice is kept once, as it first was; two of one moment are kept both', async () => {
      const store = make();
      await store.add(refusal('r-1', NOW));
      await store.add(refusal('r-1', NOW, { why: 'other words' }));
      await store.add(refusal('r-2', NOW));
      const found = await store.newest(10);
      expect(found.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([refusal('r-1', NOW), refusal('r-2', NOW)]);
    });
  });
}

const DELEGATION: Delegation = {
  id: 'delegation-1',
  from: { id: 'p-1', name: ODD, tenantId: 't-1' },
  to: { id: 'p-2', name: 'Ben', tenantId: 't-1' },
  role: 'platform',
  begins: NOW,
  ends: NOW + 1,
  givenAt: NOW,
};

export function delegationStoreContract(name: string, make: () => DelegationStore): void {
  describe(`delegations in ${name}`, () => {
    test('one comes back as it was given; given again under its id it takes the place of the earlier', async () => {
      const store = make();
      expect(await store.list()).toEqual([]);
      await store.save(DELEGATION);
      await store.save({ ...DELEGATION, id: 'delegation-2' });
      await store.save({ ...DELEGATION, ends: NOW + 2 });
      expect((await store.list()).toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
        { ...DELEGATION, ends: NOW + 2 },
        { ...DELEGATION, id: 'delegation-2' },
      ]);
    });

    test('taken back once', async () => {
      const store = make();
      await store.save(DELEGATION);
      expect([await store.remove('delegation-1'), await store.remove('delegation-1')]).toEqual(['removed', 'missing']);
      expect(await store.list()).toEqual([]);
    });
  });
}

const ASK: Ask = {
  format: 1,
  scope: `tag ${ODD}`,
  planId: 'a'.repeat(12),
  planHash: 'a'.repeat(64),
  askedAt: NOW,
  reminded: [7, 2],
  lateTold: ['s-1'],
  told: 'awaited',
  said: 1,
  toSend: [],
};

export function askStoreContract(name: string, make: () => AskStore): void {
  describe(`what was asked in ${name}`, () => {
    test('an ask comes back as it was saved, one for each scope', async () => {
      const store = make();
      expect(await store.list()).toEqual([]);
      const first = await store.save(ASK, undefined);
      await store.save({ ...ASK, scope: 'fleet' }, undefined);
      const found = await store.list();
      expect(found.map(({ ask }) => ask.scope).toSorted()).toEqual([ASK.scope, 'fleet'].toSorted());
      expect(found.find(({ ask }) => ask.scope === ASK.scope)).toEqual({
        ask: ASK,
        etag: first.kind === 'saved' && first.etag,
      });
    });

    test('only who knows the etag changes it; of two who ask first, one does', async () => {
      const store = make();
      const both = await Promise.all([store.save(ASK, undefined), store.save(ASK, undefined)]);
      expect(both.map(({ kind }) => kind).toSorted()).toEqual(['conflict', 'saved']);
      const [stored] = await store.list();
      const next = await store.save({ ...ASK, reminded: [7] }, stored?.etag);
      expect(await store.save(ASK, stored?.etag)).toEqual({ kind: 'conflict' });
      expect(await store.list()).toEqual([
        { ask: { ...ASK, reminded: [7] }, etag: next.kind === 'saved' && next.etag },
      ]);
    });
  });
}
