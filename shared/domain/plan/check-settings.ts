import { quietProblem } from '../announce/quiet.ts';
import type { DayRange } from '../fleet/maintenance-rule.ts';
import { startOfDay } from '../time.ts';
import { isTimeZone, minutesOfClock } from './local-time.ts';
import type { Constraint } from './migration-plan.ts';
import type { PlanSettings } from './settings.ts';

/**
 * What in the settings cannot be meant. A plan made from such settings gets no dates: guessing which of two
 * contradicting wishes counts could put work into a blackout.
 */
export function checkSettings(settings: PlanSettings): Constraint[] {
  const said: [what: string, remedy: string][] = [];
  const { defaultWindow, slack, caps, surge, work, freeze } = settings;
  const from = minutesOfClock(defaultWindow.from);
  const to = minutesOfClock(defaultWindow.to);
  if (from === undefined || to === undefined || from === to || from === 1440) {
    said.push([
      `The default window ${defaultWindow.from} to ${defaultWindow.to} is not a stretch of time.`,
      'Give two different times as 00:00 to 24:00; an end before the start is on the next day.',
    ]);
  }
  settings.blackouts.forEach((range, index) => {
    const wrong = rangeProblem(range);
    if (wrong)
      said.push([
        `Blackout ${index + 1} (${range.reason}) ${wrong}.`,
        'Give its first and its last day, as in 2026-12-18.',
      ]);
  });
  if (freeze) {
    const wrong = rangeProblem({ from: freeze.from ?? '0001-01-01', to: freeze.to ?? '9999-12-31' });
    if (wrong)
      said.push([`The freeze (${freeze.reason}) ${wrong}.`, 'Give its first and its last day, or leave one out.']);
  }
  if (settings.noticeDays < settings.shortestNoticeDays || settings.shortestNoticeDays < 0) {
    said.push([
      `The usual notice of ${settings.noticeDays} days is shorter than the shortest one of ${settings.shortestNoticeDays}.`,
      'Raise noticeDays or lower shortestNoticeDays.',
    ]);
  }
  if (slack.beforeSupportEndsDays < 0 || slack.beforeRemovalDays < 0) {
    said.push(['A slack is negative.', 'Give the days to spare as 0 or more.']);
  }
  if (!(caps.maxRegionShare > 0 && caps.maxRegionShare <= 1)) {
    said.push([
      `The largest share of a region, ${caps.maxRegionShare}, is not between 0 and 1.`,
      'Give a share such as 0.5.',
    ]);
  }
  if (!(caps.maxClustersPerWave >= 1 && caps.maxClustersPerPlan >= 1 && caps.maxNodesOut >= 1)) {
    said.push(['A cap is below 1, so nothing could ever move.', 'Give caps of 1 or more.']);
  }
  if (!(surge.percent > 0 && surge.percent <= 100)) {
    said.push([`A surge of ${surge.percent} % is not between 1 and 100.`, 'Give a share of the pool in percent.']);
  }
  if (Object.values(work).some((minutes) => !(minutes >= 0)) || !(settings.holdHours >= 0)) {
    said.push(['A working time or the hold is negative.', 'Give minutes and hours of 0 or more.']);
  }
  const quiet = quietProblem(settings.announcements.quiet);
  if (quiet) said.push([quiet, 'Give two times of day that leave two hours or more, as in 20:00 and 08:00.']);
  const { timeZone } = settings.announcements;
  if (!isTimeZone(timeZone)) {
    said.push([
      `The time zone ${timeZone} of the announcements is not known.`,
      'Name one as the IANA list does, as in Europe/Amsterdam or UTC.',
    ]);
  }
  if (settings.environments.some(({ staggerDays }) => !(staggerDays >= 0))) {
    said.push(['The stagger of an environment is negative.', 'Give days of 0 or more.']);
  }
  said.push(...meaningProblems(settings));
  return said.map(([what, remedy]) => ({ kind: 'settings-contradict', effect: 'infeasible', what, remedy }));
}

function meaningProblems({
  environments,
  criticalities,
  defaultEnvironment,
  defaultCriticality,
}: PlanSettings): [string, string][] {
  const said: [string, string][] = [];
  for (const [what, levels, fallback] of [
    ['environment', environments, defaultEnvironment],
    ['criticality', criticalities, defaultCriticality],
  ] as const) {
    if (!levels.some(({ name }) => name === fallback)) {
      said.push([
        `The default ${what} ${fallback} is not among those that are set.`,
        `Name one of: ${levels.map(({ name }) => name).join(', ')}.`,
      ]);
    }
    const meaning = new Map<string, string>();
    for (const { name, values } of levels) {
      for (const value of new Set([name, ...values].map((text) => text.toLowerCase()))) {
        const other = meaning.get(value);
        if (other !== undefined)
          said.push([
            `The tag value ${value} means two of each ${what}: ${other} and ${name}.`,
            'Leave it with one of them.',
          ]);
        meaning.set(value, name);
      }
    }
  }
  return said;
}

function rangeProblem({ from, to }: DayRange): string | undefined {
  if (startOfDay(from) === undefined || startOfDay(to) === undefined) return `has no real days (${from} to ${to})`;
  return from > to ? `ends before it begins (${from} to ${to})` : undefined;
}
