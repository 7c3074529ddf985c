import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cloudEvent } from '../../../shared/adapters/webhook/cloud-event.ts';
import { Notify } from '../../../shared/app/messages.ts';

const PAGE = readFileSync(new URL('../../../docs/webhook.md', import.meta.url), 'utf8');
const EXAMPLES = [...PAGE.matchAll(/```json\n([^`]+)```/g)].map(([, text]) => JSON.parse(text ?? '') as Example);

interface Example {
  readonly type: string;
  readonly subject: string;
  readonly data: Record<string, unknown>;
}

test.each(['migration-news', 'retirement-digest'])('the example of %s is an event as it is sent', (kind) => {
  const example = EXAMPLES.find(({ type }) => type === `image-steward.${kind}.v1`);
  const announcement = Notify.parse({ ...example?.data, kind, id: 'a-1', at: 0 });
  const { type, subject, data } = cloudEvent(announcement);
  expect({ type, subject, data }).toEqual(example);
});
