import type { TestResult } from './plan-input.ts';

/** The last test of an image, if it failed; a later one that passed lifts it. */
export function failedTest(image: string, results: readonly TestResult[] = []): TestResult | undefined {
  let last: TestResult | undefined;
  for (const result of results) {
    if (result.image.toLowerCase() !== image.toLowerCase()) continue;
    // At the same moment, the failed one counts: nothing is pushed through.
    if (!last || result.at > last.at || (result.at === last.at && result.outcome === 'failed')) last = result;
  }
  return last?.outcome === 'failed' ? last : undefined;
}
