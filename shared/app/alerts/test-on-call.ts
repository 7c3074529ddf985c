import type { OnCallChannel, Page, PageAnswer } from '../../ports/on-call.ts';
import type { Parts } from '../parts.ts';
import type { OnCallTestView } from './alert-views.ts';
import type { AlertParts } from './parts.ts';

export type { OnCallTestView } from './alert-views.ts';

/**
 * Opens an incident that is marked as a test on every configured channel, not only on the first that takes it (the ones
 * behind it are needed on the day the first is away), and closes it again.
 */
export async function testOnCall({
  onCall,
  clock,
  ids,
}: Pick<AlertParts, 'onCall'> & Pick<Parts, 'clock' | 'ids'>): Promise<OnCallTestView> {
  const at = clock.now();
  const id = ids.next('on-call-test');
  const page: Page = {
    kind: 'trigger',
    key: id,
    id,
    at,
    severity: 'info',
    summary: 'TEST of Image Steward: the way to whoever is on call. Nothing is wrong, and nothing is to be done.',
    source: 'image-steward',
    facts: { test: 'yes' },
  };
  const channels = await Promise.all(
    onCall.map(async (channel) => {
      const answer = await tryChannel(channel, page);
      return { name: channel.name, kind: answer.kind, ...(answer.kind !== 'told' && { why: answer.why }) };
    }),
  );
  return { at: new Date(at).toISOString(), id, channels };
}

async function tryChannel(channel: OnCallChannel, page: Page): Promise<PageAnswer> {
  const opened = await channel.tell(page);
  if (opened.kind !== 'told') return opened;
  const closed = await channel.tell({ ...page, kind: 'resolve', id: `${page.id}-end` });
  if (closed.kind === 'told') return closed;
  return { ...closed, why: `it was opened there and not closed: ${closed.why}` };
}
