import { expect, test } from 'vitest';
import { ALL_ROUTES, givenBehind } from './support/given-app.ts';
import { givenStory } from './support/given-story.ts';
import { serve } from './support/serve.ts';

const PAGES = ['/', '/clusters/subscriptions/1/no/such/cluster'];

async function navigationOf(path: string, CHAT_LINK?: string): Promise<string> {
  const served = await serve(ALL_ROUTES, givenBehind((await givenStory()).ports, { CHAT_LINK }));
  try {
    const page = await (await fetch(`${served.url}${path}`)).text();
    return /<nav class="ways".*<\/nav>/.exec(page)?.[0] ?? '';
  } finally {
    await served.close();
  }
}

test.each(PAGES)('%s links to the chat where there is one', async (path) => {
  const link = 'https://teams.microsoft.com/l/app/1?source=a&to="b"';
  expect(await navigationOf(path, link)).toContain(
    '<a href="https://teams.microsoft.com/l/app/1?source=a&amp;to=&quot;b&quot;">Chat</a></nav>',
  );
});

test.each(PAGES)('%s has no such link where there is none', async (path) => {
  expect(await navigationOf(path)).toMatch(/>Migrations<\/a><\/nav>$/);
});
