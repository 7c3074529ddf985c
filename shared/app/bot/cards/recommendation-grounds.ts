/** On what grounds something is recommended, and what each answer leads to. */
import type { Choice } from '../../../domain/alert/alert.ts';
import { ruleText, toldText } from '../../alerts/alert-words.ts';
import type { BrokenRule, RecommendationFacts } from './recommendation-facts.ts';
import { ruleChartBlock } from './rule-chart.ts';
import { joined, type Safe, safe, words } from './safe.ts';
import type { Block } from './sheet.ts';
import { momentText } from './when.ts';

const MOST_RULES = 7;
const MOST_AFFECTED = 6;
const MOST_LATELY = 3;
const MOST_BACKGROUND = 2;

export const CHOICE_TITLES: Readonly<Record<Choice, string>> = {
  'roll-back': 'Roll back',
  'hold-and-fix': 'Hold and fix',
  continue: 'Go on',
  'false-alarm': 'False alarm',
};

/** For whoever has to choose. */
export function groundsBlocks(facts: RecommendationFacts): Block[] {
  const { recommendation, viability } = facts;
  const { affected, lately, ifRolledBack, ifGoingOn, choices, told } = recommendation;
  const more = affected.length - MOST_AFFECTED;
  return [
    ...ruleBlocks(facts),
    { kind: 'heading', text: 'What was done just before' },
    lately.length > 0
      ? {
          kind: 'list',
          items: lately.slice(0, MOST_LATELY).map(({ at, what }) => words`${momentText(at)}: ${safe(what)}`),
        }
      : { kind: 'text', soft: true, text: 'Nothing that is in the evidence.' },
    { kind: 'heading', text: 'Affected' },
    affected.length > 0
      ? {
          kind: 'list',
          items: [
            ...affected
              .slice(0, MOST_AFFECTED)
              .map(
                ({ what, owner }) =>
                  words`${what}, ${owner === undefined ? 'no owner is named' : words`owner ${owner}`}`,
              ),
            ...(more > 0 ? [words`And ${more} more; the migration's page has them.`] : []),
          ],
        }
      : { kind: 'text', soft: true, text: 'No single workload.' },
    { kind: 'heading', text: 'If you roll back now' },
    { kind: 'text', text: ifRolledBack },
    ...(ifRolledBack.includes(viability.why) ? [] : [{ kind: 'text', soft: true, text: viability.why } as const]),
    { kind: 'heading', text: 'If you go on' },
    { kind: 'text', text: ifGoingOn },
    { kind: 'heading', text: 'What you can answer' },
    {
      kind: 'list',
      items: choices.map(
        ({ choice, what, proposed }) =>
          words`${CHOICE_TITLES[choice]}${proposed ? words` (proposed)` : ''}: ${safe(what)}`,
      ),
    },
    ...(told.length > 0 ? [{ kind: 'text', soft: true, text: joined(told.map(toldSentence), ' ') } as const] : []),
  ];
}

function toldSentence(one: RecommendationFacts['recommendation']['told'][number]): Safe {
  return safe(toldText(one));
}

/** Each broken rule with its last hour. */
export function ruleBlocks({ rules }: RecommendationFacts): Block[] {
  return rules
    .slice(0, MOST_RULES)
    .flatMap((rule): Block[] => [
      { kind: 'heading', text: nameOf(rule) },
      { kind: 'text', text: words`${safe(rule.why)} Since ${momentText(rule.since)}.` },
      ruleChartBlock(rule),
      ...(rule.background.length > 0 ? [backgroundBlock(rule)] : []),
    ]);
}

function backgroundBlock({ background }: BrokenRule): Block {
  const more = background.length - MOST_BACKGROUND;
  const shown = joined(
    background.slice(0, MOST_BACKGROUND).map((one) => safe(one)),
    ' ',
  );
  return { kind: 'text', soft: true, text: words`Not counted: ${shown}${more > 0 ? words` And ${more} more.` : ''}` };
}

function nameOf({ rule }: BrokenRule): string {
  return ruleText(rule as Parameters<typeof ruleText>[0]) ?? rule;
}
