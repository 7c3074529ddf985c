import type { AlertNews } from '../../domain/announcement.ts';
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
  for (const channel of parts.onCall) {
    const answer = await channel.tell(page);
    if (answer.kind === 'told') told += 1;
    else troubles.push(troubleOf(channel, answer));
    if (answer.kind === 'told' && !everywhere) break;
  }
  await syncOwnFindings(parts, PREFIX, troubles);
  // A channel that refuses for good is a finding; one that cannot be reached is tried again by the queue.
  const open = everywhere && troubles.some(({ id }) => id.endsWith('/unreachable'));
  if (told === 0 || open) {
    throw new UpstreamError('ON_CALL_UNREACHABLE', 'not every on-call channel took a page', { pageId: page.id });
  }
}

function pageOf({ id, at, what, explanation }: PageOnCall): Page {
  const { recommendation, title, migrationId, cluster, step, viability } = explanation;
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
      ...(recommendation.answer && { answer: `${recommendation.answer.by}: ${recommendation.answer.choice}` }),
    },
  };
}

function troubleOf({ name }: OnCallChannel, answer: Exclude<PageAnswer, { kind: 'told' }>): Trouble {
  return {
    id: `${PREFIX}${name}/${answer.kind}`,
    code: 'ON_CALL_UNREACHABLE',
    what: `On-call channel ${name} did not take a page: ${answer.why}`,
    nextAction: `Mend channel ${name}, then prove the path with: steward on-call test`,
  };
}
