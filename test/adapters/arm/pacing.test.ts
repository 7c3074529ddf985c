import { createHttpHeaders, createPipelineRequest, type PipelineResponse } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import { resourceGraphPacing } from '../../../shared/adapters/arm/pacing.ts';

const GRAPH = 'https://management.azure.com/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';

/** A service with so many queries in each window of five seconds, and a clock that only pauses move. */
function givenQuota(quota: number) {
  let clock = 0;
  let left = quota;
  let refused = 0;
  let together = 0;
  const pauses: number[] = [];
  const policy = resourceGraphPacing(
    async (milliseconds) => {
      pauses.push(milliseconds);
      await new Promise((resolve) => setImmediate(resolve));
      clock += milliseconds;
      left = quota;
    },
    () => clock,
  );
  const seen = { mostTogether: 0 };
  async function ask(url = GRAPH): Promise<number> {
    const request = createPipelineRequest({ url, method: 'POST' });
    const answer = await policy.sendRequest(request, async (): Promise<PipelineResponse> => {
      together += 1;
      seen.mostTogether = Math.max(seen.mostTogether, together);
      await new Promise((resolve) => setImmediate(resolve));
      together -= 1;
      const status = left > 0 ? 200 : 429;
      if (status === 429) refused += 1;
      left = Math.max(0, left - 1);
      const headers = createHttpHeaders({
        'x-ms-user-quota-remaining': String(left),
        'x-ms-user-quota-resets-after': '00:00:05',
      });
      return { request, status, headers };
    });
    return answer.status;
  }
  return { ask, pauses, seen, refused: () => refused };
}

test('40 queries at once against a quota of 15 are all answered, and none is refused', async () => {
  const { ask, pauses, refused, seen } = givenQuota(15);
  const statuses = await Promise.all(Array.from({ length: 40 }, () => ask()));
  expect(statuses).toEqual(statuses.map(() => 200));
  expect(refused()).toBe(0);
  expect(pauses.length).toBeGreaterThanOrEqual(2);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(5_000);
  expect(seen.mostTogether).toBeGreaterThan(1);
});

test('as many queries as the quota has do not wait', async () => {
  const { ask, pauses } = givenQuota(15);
  for (let query = 0; query < 15; query += 1) await ask();
  expect(pauses).toEqual([]);
});

test('one more waits until Azure counts anew', async () => {
  const { ask, pauses } = givenQuota(15);
  for (let query = 0; query < 16; query += 1) await ask();
  expect(pauses).toEqual([5_000]);
});

test('requests to others are not held back', async () => {
  const { ask, pauses } = givenQuota(1);
  await ask();
  await ask('https://management.azure.com/subscriptions?api-version=2022-12-01');
  expect(pauses).toEqual([]);
});

test('a query that fails without an answer does not block those behind it', async () => {
  const policy = resourceGraphPacing(
    async () => {},
    () => 0,
  );
  const request = createPipelineRequest({ url: GRAPH, method: 'POST' });
  const failing = policy.sendRequest(request, () => Promise.reject(new Error('cut')));
  const behind = policy.sendRequest(request, async () => ({ request, status: 200, headers: createHttpHeaders() }));
  await expect(failing).rejects.toThrow('cut');
  expect((await behind).status).toBe(200);
});
