import type { ChatMessage, Mention } from '../../../domain/chat/message.ts';
import type { SignOffsView } from '../../migration-views.ts';
import { signOffStateText } from '../../migration-words.ts';
import type { PlanView } from '../../plan-views.ts';
import { durationText, moneyText, scopeText } from '../../plan-words.ts';
import { affectedOf, affectedRows } from './affected.ts';
import { type CardContext, openButton } from './context.ts';
import type { Tone } from './elements.ts';
import { messageOf } from './message-of.ts';
import { pageButtons, pageOf, pageText } from './paging.ts';
import { blockersOf, firstWindow } from './plan-facts.ts';
import { joined, NAME, safe, words } from './safe.ts';
import type { Block, Fact } from './sheet.ts';
import { signOffButtons } from './sign-off-buttons.ts';
import { awaitedLines, signedLines } from './sign-off-lines.ts';
import { some } from './some.ts';
import { windowText } from './when.ts';

export interface SignOffFacts {
  readonly plan: PlanView;
  readonly signOffs: SignOffsView;
  /** Whose word is awaited, as far as they are known by name. */
  readonly asked: readonly Mention[];
  /** IANA zone of a region; `undefined`: not known. */
  readonly zoneOf: (region: string) => string | undefined;
}

const TONES: Readonly<Record<SignOffsView['state'], Tone | undefined>> = {
  complete: 'good',
  awaited: 'warning',
  refused: 'attention',
  void: undefined,
};

const MOST_BLOCKERS = 5;
const MOST_CLUSTERS = 5;

/** A plan, who has signed it and whose word is awaited, as it is now. */
export function signOffCard(facts: SignOffFacts, context: CardContext): ChatMessage {
  const { plan, signOffs, asked } = facts;
  const { state } = signOffs;
  const blockers = blockersOf(plan);
  return messageOf({
    summary: words`Sign-off ${state} for plan ${plan.id}: ${clustersText(plan)}`,
    mark: `Sign-off: ${signOffStateText(signOffs).toLowerCase()}`,
    tone: TONES[state],
    title: words`Plan ${plan.id}: ${clustersText(plan)}`,
    under: state === 'awaited' ? undefined : signOffs.why,
    blocks: [
      { kind: 'facts', facts: planFacts(facts) },
      ...(blockers.length > 0 && state !== 'void' ? [blockersBox(blockers)] : []),
      ...awaitedBlocks(signOffs),
      ...signedBlocks(signOffs),
      ...affectedBlocks(plan, context),
    ],
    calls: state === 'awaited' ? { why: 'Please look at it:', people: asked } : undefined,
    buttons: [
      ...(state === 'void' ? [] : signOffButtons(signOffs, context.home)),
      ...openButton(context, 'Open the plan', 'plans', plan.id),
    ],
    instead:
      state === 'awaited'
        ? signOffs.awaited.map(({ role }) => words`To sign without buttons, say: approve ${plan.id} as ${role}`)
        : [],
  });
}

function clustersText({ waves }: PlanView) {
  const names = waves.flatMap(({ clusters }) => clusters.map(({ name }) => name));
  const many = `${names.length} clusters in ${waves.length} ${waves.length === 1 ? 'wave' : 'waves'}`;
  return names.length > 1 ? safe(many, NAME) : joined(names);
}

function planFacts({ plan, zoneOf }: SignOffFacts): Fact[] {
  const first = firstWindow(plan);
  const clusters = plan.waves.flatMap((wave) => wave.clusters);
  const pools = clusters.flatMap(({ steps }) => steps);
  return [
    ['Scope', scopeText(plan.scope)],
    [
      'Clusters',
      some(
        clusters.map(({ name }) => name),
        MOST_CLUSTERS,
      ),
    ],
    ['Work', `${pools.length} ${pools.length === 1 ? 'step' : 'steps'}, ${durationText(plan.minutes)}`],
    ['First window', first ? windowText(first.window, zoneOf(first.region)) : 'none'],
    ['Cost', moneyText(plan.cost.total)],
    ['Hash', `${plan.hash.slice(0, 16)}…`],
  ];
}

function blockersBox(blockers: readonly string[]): Block {
  const more = blockers.length - MOST_BLOCKERS;
  return {
    kind: 'box',
    tone: 'warning',
    blocks: [
      { kind: 'heading', text: 'What stands in the way' },
      {
        kind: 'list',
        items: [...blockers.slice(0, MOST_BLOCKERS), ...(more > 0 ? [`And ${more} more; the plan has them.`] : [])],
      },
    ],
  };
}

function awaitedBlocks(signOffs: SignOffsView): Block[] {
  const lines = awaitedLines(signOffs);
  return lines.length > 0
    ? [
        { kind: 'heading', text: 'Awaited' },
        { kind: 'list', items: lines },
      ]
    : [];
}

function signedBlocks(signOffs: SignOffsView): Block[] {
  const lines = signedLines(signOffs);
  return [
    { kind: 'heading', text: 'Said so far' },
    lines.length > 0
      ? { kind: 'list', items: lines }
      : { kind: 'text', text: 'Nobody has said anything yet.', soft: true },
  ];
}

function affectedBlocks(plan: PlanView, { home, page }: CardContext): Block[] {
  const shown = pageOf(affectedOf(plan), page);
  const counted = pageText(shown);
  return [
    { kind: 'heading', text: counted ? words`What it touches, ${counted}` : 'What it touches' },
    { kind: 'rows', rows: affectedRows(shown.items) },
    { kind: 'buttons', buttons: pageButtons(shown, home) },
  ];
}
