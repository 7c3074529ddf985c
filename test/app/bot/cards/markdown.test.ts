import { expect, test } from 'vitest';
import { markdown } from '../../../../shared/app/bot/cards/markdown.ts';

test.each([
  {
    what: 'names as they are',
    text: 'payments-prod/my_pool 1.35.6 (westeurope)',
    shown: 'payments-prod/my_pool 1.35.6 (westeurope)',
  },
  { what: 'emphasis', text: '*a* _b_ __c__', shown: '\\*a\\* \\_b\\_ \\_\\_c\\_\\_' },
  { what: 'code and lines through', text: '`a` ~~b~~', shown: '\\`a\\` \\~\\~b\\~\\~' },
  { what: 'links, which phones read in spite of escapes', text: '[a](https://b)', shown: '\\[a\\] (https://b)' },
  { what: 'backslashes', text: '\\*', shown: '\\\\\\*' },
  { what: 'entities', text: 'a & b &lt; &#60;', shown: 'a & b \\&lt; \\&#60;' },
  { what: 'lists', text: '- a', shown: '\\- a' },
  { what: 'numbered lists', text: '12. a', shown: '12\\. a' },
  { what: 'numbers that begin no list', text: '12.5 a', shown: '12.5 a' },
  { what: 'headings', text: '# a', shown: '\\# a' },
  { what: 'lines under headings', text: '===', shown: '\\===' },
])('Markdown has no hold on $what', ({ text, shown }) => {
  expect(markdown(text)).toBe(shown);
});
