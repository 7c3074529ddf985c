import type { AlertNews, PageOrder } from '../../domain/announcement.ts';
import { UpstreamError } from '../../domain/errors.ts';
import type { OnCallChannel, Page, PageAnswer } from '../../ports/on-call.ts';
import type { PageOnCall } from '../messages.ts';
import { syncOwnFindings, type Trouble } from '../own-findings.ts';
import type { Parts } from '../parts.ts';
import type { AlertParts } from './parts.ts';

const PREFIX = 'on-call/';
const LONGEST_SUMMARY = 1_024;

const KINDS: Readonly<Record<AlertNews, Page['kind']>> = {
  opened: 'trigger',
  updated: 'trigger',
  'asked-again': 'trigger',
  answered: 'acknowledge',
  closed: 'resolve',
};

/**
 * Tells whoever is on call, through the first channel that takes it; one that cannot be reached falls through to the next
 * and becomes a finding about ourselves. What opened an incident must close it: the end is told to every channel.
 *
 * @throws UpstreamError when no channel took it: the message comes again
 */
export async function pageOnCall(
  parts: Pick<AlertParts, 'onCall'> & Pick<Parts, 'ownFindings' | 'clock'>,
  order: PageOnCall,
): Promise<void> {
  if (parts.onCall.length === 0) return;
  const page = pageOf(order);
  const everywhere = page.kind !== 'trigger';
  const troubles: Trouble[] = [];
  let told = 0;
  const tried = new Set<string>();
  for (const channel of parts.onCall) {
    tried.add(channel.name);
    const answer = await channel.tell(page);
    if (answer.kind === 'told') told += 1;
    else troubles.push(troubleOf(channel, answer));
    if (answer.kind === 'told' && !everywhere) break;
  }
  await syncOwnFindings(parts, PREFIX, [...troubles, ...(await untried(parts, tried))]);
  // A channel that refuses for good is a finding; one that cannot be reached is tried again by the queue.
  const open = everywhere && troubles.some(({ id }) => id.endsWith('/unreachable'));
  if (told === 0 || open) {
    throw new UpstreamError('ON_CALL_UNREACHABLE', 'not every on-call channel took a page', { pageId: page.id });
  }
}

/** What was found about channels that this page did not come to; about one that is not set up any more nothing is left to say. */
async function untried(
  { onCall, ownFindings }: Pick<AlertParts, 'onCall'> & Pick<Parts, 'ownFindings'>,
  tried: ReadonlySet<string>,
): Promise<readonly Trouble[]> {
  const waiting = onCall.filter(({ name }) => !tried.has(name));
  if (waiting.length === 0) return [];
  return (await ownFindings.list()).filter(({ id }) => waiting.some(({ name }) => id.startsWith(`${PREFIX}${name}/`)));
}

function pageOf({ id, at, what, explanation }: PageOnCall): Page {
  const { recommendation, title, migrationId, cluster, step, viability, told } = explanation;
  return {
    kind: KINDS[what],
    key: recommendation.id,
    id,
    at,
    severity: recommendation.proposed === 'roll-back' ? 'critical' : 'error',
    summary: title.slice(0, LONGEST_SUMMARY),
    source: cluster,
    facts: {
      migration: migrationId,
      step,
      proposed: recommendation.proposed,
      'way back': viability.why,
      rules: recommendation.rules.join(', '),
      ...toldFacts(told),
      ...(recommendation.answer && { answer: `${recommendation.answer.by}: ${recommendation.answer.choice}` }),
    },
  };
}

/** `told`: for their awareness; `to approve`: they are waited for. */
function toldFacts(told: PageOrder['explanation']['told']): Page['facts'] {
  const others = told.filter(({ who }) => who !== 'on-call');
  const of = (does: 'is-told' | 'approve') =>
    others
      .filter((one) => one.does === does)
      .map(({ who, why }) => `${who}: ${why}`)
      .join(' ');
  const [aware, asked] = [of('is-told'), of('approve')];
  return { ...(aware && { told: aware }), ...(asked && { 'to approve': asked }) };
}

function troubleOf({ name }: OnCallChannel, answer: Exclude<PageAnswer, { kind: 'told' }>): Trouble {
  return {
    id: `${PREFIX}${name}/${answer.kind}`,
    code: 'ON_CALL_UNREACHABLE',
    what: `On-call channel ${name} did not take a page: ${answer.why}`,
    nextAction: `Mend channel ${name}, then prove the path with: steward on-call test`,
  };
}
