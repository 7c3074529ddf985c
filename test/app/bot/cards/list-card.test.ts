import { describe, expect, test } from 'vitest';
import { type CardList, listCard } from '../../../../shared/app/bot/cards/list-card.ts';
import { refusedMessage, textMessage } from '../../../../shared/app/bot/cards/say.ts';
import { partsOf } from './card-schema.ts';

const home = { topic: 'list/x', nonce: 'n' };

function shown(many: number, more: Partial<CardList> = {}) {
  const rows = Array.from({ length: many }, (_, at) => ({ title: `row ${at + 1}`, lines: [] }));
  const { text, card } = listCard({ title: 'Rows', rows, home, ...more });
  const said = text.split('\n').filter((line) => line.startsWith('- '));
  const buttons = partsOf(card).flatMap(({ type, title, data }) => (type === 'Action.Execute' ? [[title, data]] : []));
  return { rows: [said[0], said.at(-1)], many: said.length, counted: /^\d.* of .*$/m.exec(text)?.[0], buttons };
}

const to = (title: string, page: number) => [title, { v: 1, topic: 'list/x', nonce: 'n', page }];

describe('a list', () => {
  test.each([
    { what: 'all of ten', many: 10, page: 0, rows: ['- row 1', '- row 10'], on: 10, counted: undefined, buttons: [] },
    {
      what: 'ten of eleven',
      many: 11,
      page: 0,
      rows: ['- row 1', '- row 10'],
      on: 10,
      counted: '1 to 10 of 11',
      buttons: [to('Next', 1)],
    },
    {
      what: 'the eleventh',
      many: 11,
      page: 1,
      rows: ['- row 11', '- row 11'],
      on: 1,
      counted: '11 of 11',
      buttons: [to('Previous', 0)],
    },
    {
      what: 'in the middle',
      many: 35,
      page: 2,
      rows: ['- row 21', '- row 30'],
      on: 10,
      counted: '21 to 30 of 35',
      buttons: [to('Previous', 1), to('Next', 3)],
    },
    {
      what: 'the last page for one far behind it',
      many: 35,
      page: 10_000,
      rows: ['- row 31', '- row 35'],
      on: 5,
      counted: '31 to 35 of 35',
      buttons: [to('Previous', 2)],
    },
  ])('shows $what', ({ many, page, rows, on, counted, buttons }) => {
    expect(shown(many, { page })).toEqual({ rows, many: on, counted, buttons });
  });

  test('says how many there are in all where not all were read', () => {
    expect(shown(3, { total: 431 }).counted).toBe('1 to 3 of 431');
  });

  test('turns no page where nobody listens to its buttons', () => {
    expect(shown(35, { home: undefined as never }).buttons).toEqual([]);
  });

  test('is said whole as text', () => {
    const { summary, text } = listCard({
      mark: 'Findings',
      title: '2 findings on shop',
      intro: 'As swept today.',
      facts: [['Worst', 'high']],
      rows: [{ title: 'apps', lines: ['The image is old.', 'By 2026-12-01.'], items: ['cart'] }],
      hint: 'Say plan shop.',
      links: [{ title: 'Open the cluster', url: 'https://steward.example/clusters/shop' }],
    });
    expect({ summary, text }).toEqual({
      summary: '2 findings on shop',
      text: `Findings
2 findings on shop
As swept today.

Worst: high

- apps
  The image is old.
  By 2026-12-01.
  - cart

Say plan shop.

Open the cluster: https://steward.example/clusters/shop`,
    });
  });
});

test('a few lines need no card', () => {
  expect(textMessage('Done', ['The first.', 'The second.'])).toEqual({
    summary: 'Done',
    text: 'The first.\nThe second.',
  });
});

test('a no has its reason and what would help', () => {
  expect(refusedMessage('You do not hold the role security.', 'Ask Ada.').text).toBe(
    'Not done\nYou do not hold the role security.\n\nAsk Ada.',
  );
});
