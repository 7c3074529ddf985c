import { existsSync } from 'node:fs';
import { CalendarView } from '../../shared/app/views.ts';
import { BugError, InputError, UpstreamError } from '../../shared/domain/errors.ts';
import { type Day, dayOf } from '../../shared/domain/time.ts';
import type { LaptopFleet, LaptopOptions } from '../../shared/host/laptop.ts';
import { keepHeapSmall } from '../heap.ts';
import { type SourceOptions, USUAL_EXEMPTIONS } from '../options.ts';
import type { Progress } from '../progress.ts';
import { type AppAddress, appHttp } from './app-http.ts';
import { appSource } from './app-source.ts';
import { type OwnFiles, policyIn } from './policy.ts';
import { simulatorArgs, startSimulator } from './simulator.ts';
import type { Source } from './source.ts';

/** The deployed app's last sweep with `--app`; otherwise a sweep that runs now and is kept in memory. */
export async function openSource(options: SourceOptions, progress: Progress): Promise<Source> {
  if (options.app !== undefined) return appSource(addressOf(options.app, options.appId));
  const here = await openSwept(options, progress);
  return {
    today: () => dayOf(here.clock.now()),
    findings: async (query) => present(await here.fleet.findings(query)),
    latestSweep: async () => present(await here.fleet.latestSweep()),
  };
}

/** The fleet as it is now, swept into memory, with everything that can be asked of it. */
export async function openSwept(options: SourceOptions, progress: Progress): Promise<LaptopFleet> {
  const exemptionsFile = exemptionsOf(options);
  const { settings, policyFolder } = await whereOf(options, progress);
  const folder = options.policy ?? policyFolder;
  const { planning, ...policy } = folder === undefined ? ({} as OwnFiles) : await policyIn(folder);
  const here = await laptopFleet({ settings, exemptionsFile, policy, ...(planning !== undefined && { planning }) });
  await sweepNow(here, progress);
  return here;
}

/** A file that was asked for must be there; the usual one may be missing. */
function exemptionsOf({ exemptions }: SourceOptions): string {
  if (exemptions !== USUAL_EXEMPTIONS && !existsSync(exemptions)) {
    throw new InputError('CLI_FILE', `${exemptions} does not exist`);
  }
  return exemptions;
}

/** The use cases that need no sweep, on this machine. */
export async function openHere(
  exemptionsFile?: string,
): Promise<Pick<LaptopFleet, 'fleet'> & { readonly today: () => Day }> {
  const { fleet, clock } = await laptopFleet(exemptionsFile === undefined ? {} : { exemptionsFile });
  return { fleet, today: () => dayOf(clock.now()) };
}

export interface CalendarSource {
  today(): Day;
  calendar(): Promise<CalendarView>;
  ics(): Promise<string>;
}

export async function openCalendar({ app, appId }: { app?: string; appId?: string }): Promise<CalendarSource> {
  if (app !== undefined) {
    const http = appHttp(addressOf(app, appId));
    return {
      today: () => dayOf(Date.now()),
      calendar: () => http.get('api/calendar', new URLSearchParams(), CalendarView),
      ics: () => http.text('api/calendar.ics'),
    };
  }
  const { fleet, today } = await openHere();
  return {
    today,
    calendar: () => fleet.calendar(),
    async ics() {
      const { calendarFeed } = await import('../../shared/host/http/calendar-feed.ts');
      return calendarFeed(await fleet.calendar());
    },
  };
}

/** The key never comes from the command line, where other users of the machine could read it. */
export function addressOf(url: string, appId: string | undefined): AppAddress {
  return { url, key: process.env['STEWARD_APP_KEY'] || undefined, appId };
}

/** What the command line says, under the names of the settings; what it does not say is left to the environment. */
async function whereOf(
  options: SourceOptions,
  progress: Progress,
): Promise<{ readonly settings: Record<string, string>; readonly policyFolder?: string | undefined }> {
  const { subscription, managementGroup, simulated } = options;
  const scope = {
    ...(subscription && { SWEEP_SUBSCRIPTIONS: subscription.join(','), SWEEP_MANAGEMENT_GROUP: '' }),
    ...(managementGroup && { SWEEP_MANAGEMENT_GROUP: managementGroup, SWEEP_SUBSCRIPTIONS: '' }),
  };
  if (simulated === undefined) return { settings: scope };
  progress.say('Starting the simulated fleet');
  const { armEndpoint, caFile, fleetClock, policyFolder } = await startSimulator(simulatorArgs(simulated));
  const settings = {
    SWEEP_SUBSCRIPTIONS: '',
    SWEEP_MANAGEMENT_GROUP: '',
    ...scope,
    ARM_ENDPOINT: armEndpoint,
    ARM_CA_FILE: caFile,
    ...(fleetClock && { FLEET_CLOCK: fleetClock }),
  };
  return { settings, policyFolder };
}

/** Loaded when it is needed: the Azure libraries behind it take longer than `--help` should. */
async function laptopFleet(options: LaptopOptions): Promise<LaptopFleet> {
  const laptop = await import('../../shared/host/laptop.ts');
  keepHeapSmall();
  return laptop.laptopFleet(options);
}

async function sweepNow(here: LaptopFleet, progress: Progress): Promise<void> {
  progress.say('Listing subscriptions');
  const sweep = await here.sweep({
    onProgress: ({ subscriptions, subscriptionsDone, clusters, pools }) =>
      progress.say(
        `Sweeping: ${subscriptionsDone} of ${subscriptions} subscriptions, ${clusters} clusters, ${pools} node pools`,
      ),
  });
  if (sweep.subscriptions.length === 0) {
    throw new UpstreamError(
      'CLI_NOTHING_SEEN',
      'your sign-in sees no subscription; "az login" signs in, "az account list" shows them',
    );
  }
}

function present<T>(view: T | undefined): T {
  if (view === undefined) throw new BugError('CLI_SWEEP_LOST', 'the sweep that just ran is not there');
  return view;
}
