import { expect, test } from 'vitest';
import { runChaos, runSeed } from '../support/chaos/chaos.ts';

test('whatever goes wrong in a hundred and fifty stories, nothing happens that must never happen', async () => {
  const { broken, runs, crashes, faults } = await runChaos({ runs: 150, seed: 700 });
  expect(broken).toEqual([]);
  expect(runs).toBe(150);
  // A run in which nothing goes wrong proves nothing.
  expect(crashes).toBeGreaterThan(runs);
  expect(faults).toBeGreaterThan(runs * 5);
}, 60_000);

test('the same seed is the same story, call by call', async () => {
  const story = async () => {
    const { calls, turns, faults, ends, simulation } = await runSeed(7);
    return { calls, turns, faults, ends, journals: [...simulation.world.clusters].map(({ journal }) => journal) };
  };
  expect(await story()).toEqual(await story());
});
