import { counted, groupsText, partialSentence, severitiesText, sweepSentence } from '../../fleet-words.ts';
import type { SweepView } from '../../views.ts';
import { list, no } from '../answer.ts';
import type { Fact, Row } from '../cards/sheet.ts';
import type { ChatCommand } from './command.ts';
import { linkTo } from './links.ts';

const MOST_TROUBLES = 5;
const MOST_NOT_SEEN = 5;

export const fleet: ChatCommand = {
  name: 'fleet',
  aliases: ['posture', 'overview', 'summary', 'my fleet', 'our fleet'],
  usage: 'fleet',
  example: 'fleet',
  help: 'How the fleet stands: clusters, pools, findings, and what could not be seen.',
  who: 'anyone',
  async run(context) {
    const { fleet: asked } = context;
    const [sweep, freeze, moving] = await Promise.all([
      asked.latestSweep(),
      asked.freezeState(),
      asked.migrations('open'),
    ]);
    if (!sweep) return no('Nothing was swept yet.', 'The first sweep runs by itself; look again in an hour.');
    const { posture, coverage } = sweep;
    const partial = partialSentence(coverage);
    const critical = (posture.bySeverity.critical ?? 0) > 0;
    return list({
      mark: 'Fleet',
      tone: critical ? 'attention' : partial || freeze.frozen ? 'warning' : 'good',
      title: `${counted(posture.clusters, 'cluster')} with ${counted(posture.pools, 'node pool')}`,
      intro: [partial, sweepSentence(coverage)].filter(Boolean).join(' '),
      facts: [
        ...factsOf(sweep),
        ['Under way', counted(moving.migrations.length, 'migration')],
        ...(freeze.frozen ? [['Frozen', freeze.says] satisfies Fact] : []),
      ],
      rows: [...notSeen(sweep), ...troubles(sweep)],
      hint: 'The worst findings: “findings”. What retires: “retiring”.',
      ...linkTo(context, 'Open the fleet', ''),
    });
  },
};

function factsOf({ posture, changes }: SweepView): Fact[] {
  const changed = (['new', 'worse', 'better', 'gone'] as const)
    .filter((kind) => changes[kind] > 0)
    .map((kind) => `${changes[kind]} ${kind}`);
  return [
    ['Findings', severitiesText(posture)],
    ['Age (days)', groupsText(posture.byAge)],
    ['Retirement', groupsText(posture.byRetirement)],
    ...(changed.length > 0 ? [['Changes', changed.join(' · ')] satisfies Fact] : []),
  ];
}

function notSeen({ coverage }: SweepView): Row[] {
  const more = coverage.notSeen.length - MOST_NOT_SEEN;
  return [
    ...coverage.notSeen.slice(0, MOST_NOT_SEEN).map(({ subscriptionName, clusterId, reason, detail }): Row => {
      const cluster = clusterId === undefined ? '' : `, ${clusterId.split('/').at(-1)}`;
      return { title: `Not seen: ${subscriptionName}${cluster}`, lines: [`${reason}. ${detail}`], tone: 'warning' };
    }),
    ...(more > 0 ? [{ title: `And ${more} more that could not be seen`, lines: [] }] : []),
  ];
}

function troubles({ ourselves }: SweepView): Row[] {
  const more = ourselves.length - MOST_TROUBLES;
  return [
    ...ourselves.slice(0, MOST_TROUBLES).map(({ code, what, nextAction }): Row => {
      return { title: `Trouble with Image Steward itself: ${code}`, lines: [what, nextAction], tone: 'warning' };
    }),
    ...(more > 0 ? [{ title: `And ${more} more troubles with Image Steward itself`, lines: [] }] : []),
  ];
}
