import type { PlannedWork, WorkWord } from '../../../domain/announce/round.ts';
import type { ChatMessage, Mention } from '../../../domain/chat/message.ts';
import type { Button } from './buttons.ts';
import { type CardContext, clusterPath, openButton } from './context.ts';
import type { Tone } from './elements.ts';
import { messageOf } from './message-of.ts';
import { safe, type Words } from './safe.ts';
import type { Block, Fact } from './sheet.ts';
import { some } from './some.ts';
import { windowText } from './when.ts';

const MOST_LINES = 10;
const MOST_OWNERS = 8;

const MARKS: Readonly<Record<WorkWord, string>> = {
  announce: 'Planned work',
  'findings-and-runbook': 'Planned work: findings and runbook',
  'sign-off-and-lock': 'Planned work: sign-off and locked window',
  'day-of': 'Planned work: today',
  retro: 'Planned work: looking back',
  moved: 'Planned work moved',
  'called-off': 'Planned work called off',
};

const TONES: Readonly<Partial<Record<WorkWord, Tone>>> = {
  announce: 'accent',
  'findings-and-runbook': 'accent',
  'sign-off-and-lock': 'warning',
  'day-of': 'warning',
  moved: 'warning',
};

/** What people are asked to do about it, one sentence each. */
const ASKS: Readonly<Record<WorkWord, readonly string[]>> = {
  announce: [
    'Test what leans on these pools on a node with the new image: start it, probe it, and put load on it.',
    'Look at budgets and grace periods: every pod here is moved once, one node after another.',
    'Say soon if the window does not suit you; the plan can still move.',
  ],
  'findings-and-runbook': [
    'Read the runbook: it says step by step what is done, and what would stop it.',
    'Clear what stands in the way before the window, or say that you cannot.',
  ],
  'sign-off-and-lock': [
    'Sign the plan if your word is asked for.',
    'Change nothing that it rests on: a change of pools, budgets or images makes another plan, which has to be signed again.',
  ],
  'day-of': ['Keep to your alerts; what breaks is paused by itself, and a way back is proposed.'],
  retro: ['Write down what went well, what did not, and what should be otherwise next time.'],
  moved: ['Tell whoever counted on the date before.'],
  'called-off': ['Nothing is done on these dates any more. If there is a new plan, you are told of its dates.'],
};

/** One word about planned work on a cluster. @param owners people of the owners whose workloads lean on it */
export function plannedWorkCard(
  work: PlannedWork,
  owners: readonly Mention[],
  context: Pick<CardContext, 'appUrl'>,
): ChatMessage {
  const { what, title, why, late, steps, blockers, dependencies } = work;
  const ahead = what !== 'retro' && what !== 'called-off';
  return messageOf({
    summary: title,
    mark: MARKS[what],
    tone: TONES[what],
    title,
    under: late ? 'This was to be said earlier.' : undefined,
    blocks: [
      ...listed('Why', why),
      { kind: 'facts', facts: factsOf(work) },
      ...listed('What is done', what === 'called-off' ? [] : steps),
      ...(ahead ? standing(blockers) : []),
      ...listed('What leans on these pools', ahead ? dependencies : []),
      ...listed(what === 'announce' ? 'What to test and look at' : 'What we ask of you', ASKS[what]),
    ],
    calls: { why: 'Owners, please look:', people: owners },
    buttons: linksOf(work, context),
  });
}

function factsOf({ window, before, timeZone, environment, region, cluster, owners, plan }: PlannedWork): Fact[] {
  return [
    ['Window', windowText(window, timeZone)],
    ...(before ? [['Before', windowText(before, timeZone)] as const] : []),
    ['Cluster', cluster],
    ['Environment', environment],
    ['Region', region],
    ...(owners.length > 0 ? [['Owners', some(owners, MOST_OWNERS)] as const] : []),
    ['Plan', plan.id],
  ];
}

function listed(heading: string, lines: readonly Words[]): Block[] {
  if (lines.length === 0) return [];
  const more = lines.length - MOST_LINES;
  const items = [
    ...lines.slice(0, MOST_LINES).map((line) => safe(line)),
    ...(more > 0 ? [`And ${more} more; the plan has them.`] : []),
  ];
  return [
    { kind: 'heading', text: heading },
    { kind: 'list', items },
  ];
}

function standing(blockers: readonly string[]): Block[] {
  const blocks = listed('What stands in the way today', blockers);
  return blocks.length > 0 ? [{ kind: 'box', tone: 'warning', blocks }] : [];
}

function linksOf({ what, plan, clusterId }: PlannedWork, context: Pick<CardContext, 'appUrl'>): Button[] {
  return [
    ...openButton(context, 'Open the plan', 'plans', plan.id),
    ...(what === 'called-off' || what === 'retro'
      ? []
      : openButton(context, 'Read the runbook', 'api', 'plans', plan.id, 'runbook')),
    ...openButton(context, 'Open the cluster', ...clusterPath(clusterId)),
  ];
}
