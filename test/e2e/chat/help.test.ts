/** The Agents Playground in a real browser, against the whole local stack. */
import { expect, test } from 'vitest';
import type { Place } from './client.ts';
import { givenChat } from './given-chat.ts';

const chat = givenChat();
const LIMIT_MS = 60_000;

test.each<Place>(['personal', 'group', 'channel'])(
  'help is answered where it is asked for: %s',
  async (place) => {
    const { lead } = chat();
    await lead.go(place);
    await lead.say('help');
    const card = await lead.card('What you can say to me');
    expect(await card.innerText()).toContain('approve');
  },
  LIMIT_MS,
);

test(
  'two people talk at the same time, each in places of their own',
  async () => {
    const { lead, owner } = chat();
    await Promise.all([lead.go('personal'), owner.go('personal')]);
    await Promise.all([lead.say('help freeze'), owner.say('help approve')]);
    const [freeze, approve] = await Promise.all([lead.answer('“freeze because'), owner.answer('“approve')]);

    expect([await freeze.innerText(), await approve.innerText()]).toEqual([
      expect.stringContaining('operators'),
      expect.stringContaining('anyone'),
    ]);
    expect(await owner.page.getByText('“freeze because').count()).toBe(0);
  },
  LIMIT_MS,
);
