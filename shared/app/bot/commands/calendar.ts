import { dayOf } from '../../../domain/time.ts';
import { counted, fromToday, partialSentence } from '../../fleet-words.ts';
import { mapLimited } from '../../map-limited.ts';
import type { PlanView } from '../../plan-views.ts';
import type { CalendarView } from '../../views.ts';
import { list } from '../answer.ts';
import type { Row } from '../cards/sheet.ts';
import type { ChatCommand } from './command.ts';
import { linkTo } from './links.ts';
import { namesOf } from './plan.ts';
import { isRetiring } from './retiring.ts';
import { READ_AT_ONCE } from './which-plan.ts';

/** Enough for a year of weekly waves. */
const MOST_PLANS = 50;

interface Dated {
  readonly day: string;
  readonly row: Row;
}

export const calendar: ChatCommand = {
  name: 'calendar',
  aliases: ['dates', 'schedule', 'windows', 'upcoming', 'when'],
  usage: 'calendar',
  example: 'calendar',
  help: 'What comes when: the waves of the proposed plans, and the retirement dates of this fleet.',
  who: 'anyone',
  async run(context) {
    const { fleet, parts } = context;
    const today = dayOf(parts.clock.now());
    const [retirements, proposed] = await Promise.all([fleet.calendar(), fleet.plans()]);
    const first = (proposed?.plans ?? []).slice(0, MOST_PLANS);
    const plans = await mapLimited(first, READ_AT_ONCE, ({ id }) => fleet.plan(id));
    const dated = [...datesOf(retirements, today), ...plans.flatMap((plan) => (plan ? wavesOf(plan, today) : []))];
    const rows = dated.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)).map(({ row }) => row);
    const coverage = proposed?.coverage ?? retirements.coverage;
    return list({
      mark: 'Calendar',
      title: rows.length === 0 ? 'Nothing is planned, and nothing in use retires' : 'What comes, the next first',
      intro: [coverage && partialSentence(coverage), `Days counted from ${today}.`].filter(Boolean).join(' '),
      rows,
      ...linkTo(context, 'Open the plans', 'plans'),
    });
  },
};

function datesOf({ entries, coverage }: CalendarView, today: string): Dated[] {
  return entries
    .filter((entry) => isRetiring(entry) && (!coverage || entry.pools > 0))
    .flatMap(({ what, pools, supportEnds, imagesRemoved }) => {
      const size = coverage ? [`${counted(pools, 'pool')} in use.`] : [];
      const date = (day: string | undefined, does: string): Dated[] =>
        day === undefined || day < today
          ? []
          : [{ day, row: { title: `${day} (${fromToday(day, today)}): ${does}`, lines: size } }];
      return [...date(supportEnds, `support of ${what} ends`), ...date(imagesRemoved, `images of ${what} are removed`)];
    });
}

/** Waves that are to come or under way. */
function wavesOf({ id, waves }: PlanView, today: string): Dated[] {
  return waves.flatMap(({ number, name, from, to, clusters }) => {
    if (from === undefined || (to ?? from) < today) return [];
    const days = to && to !== from ? `${from} to ${to}` : from;
    const title = `${days} (${fromToday(from, today)}): wave ${number}, ${name}, of plan ${id}`;
    return [{ day: from, row: { title, lines: [`${counted(clusters.length, 'cluster')}: ${namesOf(clusters)}`] } }];
  });
}
