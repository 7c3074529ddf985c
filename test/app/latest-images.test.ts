import { expect, test } from 'vitest';
import { memoryLatestImageStore } from '../../shared/adapters/memory/latest-image-store.ts';
import { type ClassToAsk, latestImages } from '../../shared/app/latest-images.ts';
import type { Answer } from '../../shared/ports/cluster-details.ts';
import { NOW } from '../support/fleet.ts';
import { LIMITS } from './given-app.ts';

const HOUR = 3_600_000;
const seen = (value: string): Answer<string> => ({ kind: 'seen', value });
const oneClass = (...candidates: string[]): ClassToAsk[] => [{ imageClass: 'class-1', candidates }];
const always = () => true;

function given(answer: (poolId: string) => Answer<string> | Promise<Answer<string>>) {
  const asked: string[] = [];
  const clock = { at: NOW, now: () => clock.at };
  const details = {
    latestImage: async (poolId: string) => {
      asked.push(poolId);
      return answer(poolId);
    },
    maintenance: async () => ({ kind: 'gone' as const }),
    machineImages: async () => ({ kind: 'gone' as const }),
  };
  const store = memoryLatestImageStore();
  const process = () => latestImages({ latestImages: store, details, clock, limits: LIMITS });
  return { asked, clock, store, process };
}

test('a class is asked once, through one of its pools, and remembered by every process', async () => {
  const { asked, store, process } = given(() => seen('image-1'));
  const answers = await process().of(oneClass('pool-1', 'pool-2'), always);
  expect(answers).toEqual(new Map([['class-1', 'image-1']]));
  expect(await process().of(oneClass('pool-3'), always)).toEqual(answers);
  expect(asked).toEqual(['pool-1']);
  expect(await store.find(['class-1'])).toEqual([
    { imageClass: 'class-1', version: 'image-1', askedPoolId: 'pool-1', readAt: NOW },
  ]);
});

test.each([
  { age: 12 * HOUR - 1, asksAgain: false },
  { age: 12 * HOUR, asksAgain: true },
])('an answer $age ms old, to be kept for 12 h, is asked for again: $asksAgain', async ({ age, asksAgain }) => {
  const { asked, clock, process } = given(() => seen('image-1'));
  const images = process();
  await images.of(oneClass('pool-1'), always);
  clock.at += age;
  await images.of(oneClass('pool-1'), always);
  expect(asked).toHaveLength(asksAgain ? 2 : 1);
});

test('two who ask for the same class at the same time share one call', async () => {
  const waiting = Promise.withResolvers<Answer<string>>();
  const { asked, process } = given(() => waiting.promise);
  const images = process();
  const both = Promise.all([images.of(oneClass('pool-1'), always), images.of(oneClass('pool-2'), always)]);
  waiting.resolve(seen('image-1'));
  expect(await both).toEqual([new Map([['class-1', 'image-1']]), new Map([['class-1', 'image-1']])]);
  expect(asked).toEqual(['pool-1']);
});

test('a pool that is gone leaves the question to the next, three at most', async () => {
  const second = given((id) => (id === 'pool-2' ? seen('image-1') : { kind: 'gone' }));
  expect(await second.process().of(oneClass('pool-1', 'pool-2', 'pool-3'), always)).toEqual(
    new Map([['class-1', 'image-1']]),
  );
  expect(second.asked).toEqual(['pool-1', 'pool-2']);

  const none = given(() => ({ kind: 'gone' }));
  expect(await none.process().of(oneClass('pool-1', 'pool-2', 'pool-3', 'pool-4'), always)).toEqual(new Map());
  expect(none.asked).toEqual(['pool-1', 'pool-2', 'pool-3']);
});

test('a refused call is not repeated in the same sweep, and nothing is claimed', async () => {
  const { asked, process } = given(() => ({ kind: 'not-seen', reason: 'throttled', detail: 'Too many.' }));
  expect(await process().of(oneClass('pool-1', 'pool-2'), always)).toEqual(new Map());
  expect(asked).toEqual(['pool-1']);
});

test('without budget nothing is asked', async () => {
  const { asked, process } = given(() => seen('image-1'));
  expect(await process().of(oneClass('pool-1'), () => false)).toEqual(new Map());
  expect(asked).toEqual([]);
});
