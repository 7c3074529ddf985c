import type { DeadLetter } from '../ports/dead-letters.ts';
import type { QueueName } from '../ports/message-sender.ts';
import { SweepSubscription } from './messages.ts';
import { syncOwnFindings, type Trouble } from './own-findings.ts';
import type { Parts } from './parts.ts';
import { noteOutcome } from './sightings.ts';

const QUEUES: readonly QueueName[] = [
  'sweep-subscription',
  'inspect-cluster',
  'advance-migration',
  'evaluate-alert',
  'notify',
  'page-on-call',
  'post-chat',
];
/** More letters than a person reads one by one; their number is in the last finding. */
const MOST_SHOWN = 20;

/**
 * Turns dead letters into findings about ourselves, and a subscription whose message died into one
 * that was not seen. Letters stay where they are; a finding goes when its letter is gone.
 */
export async function reportDeadLetters(
  parts: Pick<Parts, 'deadLetters' | 'ownFindings' | 'sweeps' | 'clock'>,
): Promise<void> {
  const found: Trouble[] = [];
  for (const queue of QUEUES) {
    const letters = await parts.deadLetters.peek(queue);
    found.push(...troubles(queue, letters));
    if (queue === 'sweep-subscription') for (const letter of letters) await noteUnseen(parts, letter);
  }
  await syncOwnFindings(parts, 'dead-letter/', found);
}

function troubles(queue: QueueName, letters: readonly DeadLetter[]): Trouble[] {
  const shown = letters.slice(0, MOST_SHOWN).map(({ messageId, reason, description }) => ({
    id: `dead-letter/${queue}/${messageId}`,
    code: 'DEAD_LETTER',
    what: `A message of ${queue} could not be handled: ${[reason, description].filter(Boolean).join(': ').slice(0, 500)}`,
    nextAction: `Mend the cause, then send message ${messageId} from the dead-letter queue of ${queue} again, or delete it there.`,
  }));
  const more = letters.length - shown.length;
  if (more <= 0) return shown;
  return [
    ...shown,
    {
      id: `dead-letter/${queue}/more`,
      code: 'DEAD_LETTER',
      what: `${more} more messages of ${queue} could not be handled.`,
      nextAction: `Look at the dead-letter queue of ${queue}: so many letters mostly have one cause.`,
    },
  ];
}

/** A letter that cannot be read as a message is reported as a letter; which subscription it meant is not known. */
async function noteUnseen(parts: Pick<Parts, 'sweeps'>, letter: DeadLetter): Promise<void> {
  const message = SweepSubscription.safeParse(parsed(letter.body)).data;
  const sweep = message && (await parts.sweeps.byId(message.sweepId));
  const subscription = sweep?.subscriptions.find(({ id }) => id === message?.subscriptionId);
  if (!sweep || !subscription) return;
  const outcomes = await parts.sweeps.outcomes(sweep.id);
  if (outcomes.some((outcome) => outcome.subscription.id === subscription.id)) return;
  const outcome = {
    sweepId: sweep.id,
    subscription,
    at: letter.deadLetteredAt,
    clusters: 0,
    pools: 0,
    notSeen: {
      reason: 'dead-lettered' as const,
      detail: `Its message was given up: ${letter.description ?? letter.reason}`.slice(0, 500),
    },
    clustersNotSeen: [],
  };
  await noteOutcome(parts, outcome);
  await parts.sweeps.saveOutcome(outcome);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
