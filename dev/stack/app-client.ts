import type { Report } from '../../cli/render/report.ts';
import { appSource } from '../../cli/source/app-source.ts';
import { allFindings } from '../../cli/source/source.ts';
import type { SweepView } from '../../shared/app/views.ts';
import { InputError } from '../../shared/domain/errors.ts';
import { StackError } from './stack-error.ts';

/** The functions app as the stack uses it: over HTTP, like everyone. */
export interface AppClient {
  /** Runs the timer `start-sweep` now. */
  startSweep(): Promise<void>;
  /** `undefined` while no sweep has started. */
  latestSweep(): Promise<SweepView | undefined>;
  /** The sweep with its worst findings. */
  report(sweep: SweepView, most: number): Promise<Report>;
}

export function appClient(url: string): AppClient {
  const source = appSource({ url });
  return {
    async startSweep() {
      const answer = await fetch(`${url}/admin/functions/start-sweep`, { method: 'POST' });
      await answer.body?.cancel();
      if (answer.status !== 202)
        throw new StackError(`the sweep could not be started: the host answered ${answer.status}`);
    },
    latestSweep: () =>
      source.latestSweep().catch((error: unknown) => {
        if (error instanceof InputError) return undefined;
        throw error;
      }),
    async report(sweep, most) {
      const page = await allFindings(source, {}, most);
      // The fleet lives on its own clock, so deadlines count from its day.
      return { sweep, page, today: sweep.coverage.startedAt.slice(0, 10), hints: false };
    },
  };
}
