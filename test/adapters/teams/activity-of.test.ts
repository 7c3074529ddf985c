import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { activityOf } from '../../../shared/adapters/teams/activity-of.ts';
import type { AdaptiveCard } from '../../../shared/domain/chat/message.ts';

const ADA = { directoryId: 'a-1', name: 'Ada' };
const BEN = { directoryId: 'b-2', name: 'Ben "the <third>"'.replace(/[<>]/g, '') };
const card = (text: string, more: object = {}): AdaptiveCard => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text }],
  ...more,
});
const attached = (content: AdaptiveCard) => [{ contentType: 'application/vnd.microsoft.card.adaptive', content }];
const entity = (id: string, name: string) => ({ type: 'mention', text: `<at>${name}</at>`, mentioned: { id, name } });

test('without a card the text is sent as it is, and nothing in it is markup', () => {
  const text = 'Pool <b>apps</b> & more\n[click](https://example.com)';
  expect(activityOf({ summary: 'Pool apps', text })).toEqual({ type: 'message', text, textFormat: 'plain' });
});

test('with a card the summary is what a notification says, and the text is left out', () => {
  expect(activityOf({ summary: 'A plan', text: 'A long plan', card: card('A plan') })).toEqual({
    type: 'message',
    summary: 'A plan',
    attachments: attached(card('A plan')),
  });
});

test('who is mentioned in a card is named to the service by directory id, each once, beside what the card has already', () => {
  const shown = card('<at>Ada</at> and <at>Ben "the third"</at>', {
    msteams: { width: 'Full', entities: [entity('c-3', 'Cleo')] },
  });
  expect(activityOf({ summary: 's', text: 't', card: shown, mentions: [ADA, BEN, ADA] }).attachments).toEqual(
    attached({
      ...shown,
      msteams: {
        width: 'Full',
        entities: [entity('c-3', 'Cleo'), entity('a-1', 'Ada'), entity('b-2', 'Ben "the third"')],
      },
    }),
  );
});

test('who is not in the card is not mentioned: the service would refuse it', () => {
  const shown = card('Ada, without a mention');
  expect(activityOf({ summary: 's', text: 't', card: shown, mentions: [ADA] }).attachments).toEqual(attached(shown));
});

test('a text mentions whom the service knows there, with the rest of it escaped; others are only named', () => {
  const text = '<at>Ada</at>, <at>Ben "the third"</at>: pool <b> & more\nSee there.';
  expect(activityOf({ summary: 's', text, mentions: [ADA, BEN] }, new Map([['a-1', '29:ada']]))).toEqual({
    type: 'message',
    text: '<at>Ada</at>, Ben "the third": pool &lt;b&gt; &amp; more<br/>See there.',
    textFormat: 'xml',
    entities: [entity('29:ada', 'Ada')],
  });
});

test('whatever a text holds, the only markup that goes out is line breaks and mentions of ours', () => {
  const name = string({ minLength: 1 }).map((drawn) => `A${drawn.replace(/[<>]/g, '')}`);
  assert(
    property(string(), name, string(), (before, who, after) => {
      const mentions = [{ directoryId: 'a-1', name: who }];
      const text = `${before}<at>${who}</at>${after}`;
      const sent = activityOf({ summary: 's', text, mentions }, new Map([['a-1', '29:ada']]));
      const shown = who.replaceAll('&', '&amp;');
      const rest = (sent.text ?? '').replaceAll('<br/>', '').replaceAll(`<at>${shown}</at>`, '');
      expect(rest).not.toMatch(/[<>]/);
      expect(sent.text).toContain(`<at>${shown}</at>`);
      expect(sent.entities).toEqual([entity('29:ada', shown)]);
    }),
  );
});
