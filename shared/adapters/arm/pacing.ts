import { performance } from 'node:perf_hooks';
import type { HttpHeaders, PipelinePolicy } from '@azure/core-rest-pipeline';
import type { Pause } from '../../ports/clock.ts';

/**
 * Holds Resource Graph queries back before Azure refuses them. Every answer says how many queries are left
 * to us and when the count starts anew (15 in 5 seconds as published, shared by all that this identity runs).
 * Until the first answer only one query is on its way. Other requests pass.
 *
 * @param now real milliseconds: Azure counts in them, whatever clock the fleet lives on
 * @see https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
 */
export function resourceGraphPacing(pause: Pause, now: () => number = () => performance.now()): PipelinePolicy {
  let left = 1;
  let onTheWay = 0;
  let renewedAt = 0;
  let line: Promise<unknown> = Promise.resolve();
  let answered = Promise.withResolvers<void>();

  async function turn(): Promise<void> {
    while (left < 1) {
      const wait = renewedAt - now();
      if (wait > 0) await Promise.race([pause(wait), answered.promise]);
      else if (onTheWay === 0) left = 1;
      else await answered.promise;
    }
    left -= 1;
    onTheWay += 1;
  }

  function heard(headers?: HttpHeaders): void {
    onTheWay -= 1;
    learn(headers?.get('x-ms-user-quota-remaining'), headers?.get('x-ms-user-quota-resets-after'));
    answered.resolve();
    answered = Promise.withResolvers();
  }

  function learn(remaining: string | undefined, resetsAfter: string | undefined): void {
    const count = Number(remaining ?? Number.NaN);
    if (!Number.isInteger(count)) {
      if (onTheWay === 0) left = Math.max(left, 1);
      return;
    }
    // Azure may not have counted those that are still on the way.
    left = Math.max(0, count - onTheWay);
    if (left === 0) renewedAt = Math.max(renewedAt, now() + durationMs(resetsAfter));
  }

  return {
    name: 'resourceGraphPacing',
    async sendRequest(request, next) {
      if (!request.url.toLowerCase().includes('/providers/microsoft.resourcegraph/resources')) return next(request);
      const mine = line.then(turn);
      line = mine.catch(() => {});
      await mine;
      try {
        const response = await next(request);
        heard(response.headers);
        return response;
      } catch (error) {
        heard();
        throw error;
      }
    },
  };
}

/** Where Azure does not say when the count starts anew. */
const WINDOW_MS = 5_000;

/** `hh:mm:ss` in milliseconds. */
function durationMs(text: string | undefined): number {
  const parts = /^(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(text ?? '');
  if (!parts) return WINDOW_MS;
  return (Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3])) * 1000;
}
