import { expect, test } from 'vitest';
import { fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import { postNow, refreshTopic } from '../../../shared/app/chat/refresh.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import type { Announcement } from '../../../shared/domain/announcement.ts';
import type { Chat, PostAnswer } from '../../../shared/ports/chat.ts';
import { freeze, migrationNews } from '../../support/chat/announcements.ts';
import {
  channel,
  EVERYTHING,
  type GivenChat,
  givenChat,
  givenTagged,
  NOTHING,
  type Place,
  personal,
  tagged,
} from '../../support/chat/given-chat.ts';
import { Mortal } from '../alerts/given-mortal.ts';

const ALL = channel('all', 'platform');
const SHOP = channel('shop');
const GUID = '11111111-2222-3333-4444-555555555555';
const ADA = personal('Ada', GUID);
const PLACES = [ALL, SHOP, ADA];
const PLANNING = JSON.stringify({ people: { roles: { platform: { people: [{ id: GUID, name: 'Ada' }] } } } });
const CARD = 'migration/m-1';

const BELOW = 'This is shown again further down.';

/** What the service does when it is asked for the n-th time in a place. */
type Weather = readonly (readonly [Place, PostAnswer])[];

const SUNNY: Weather = [];
const busy: PostAnswer = { kind: 'later', why: 'answered 429', afterMs: 90_000, stands: 'no' };
const bad: PostAnswer = { kind: 'later', why: 'answered 502', stands: 'no' };
const lost: PostAnswer = { kind: 'later', why: 'no answer', stands: 'maybe' };
const FOGGY: Weather = [
  [SHOP, lost],
  [ALL, lost],
];
const STORMY: Weather = [
  [SHOP, busy],
  [SHOP, { kind: 'too-large' }],
  [ALL, bad],
  [ALL, bad],
  [ALL, { kind: 'refused', why: 'answered 400' }],
];

/** What was to be seen when one part of the story was over. */
interface Stage {
  /** As place and text, without the note that it was cut. */
  readonly stands: readonly string[];
  /** What is said of messages that were not taken, or of which it is not known whether they stand. */
  readonly named: readonly string[];
  readonly troubles: readonly string[];
}

interface Story {
  /** Every post that came to stand, in order, as place and text. */
  readonly stood: readonly string[];
  readonly stages: readonly Stage[];
}

/**
 * A migration begins, runs, and is asked about; the fleet is frozen while two channels are gone; one of them lets the app in
 * again. Every process may die at any of its calls.
 */
async function story(mortal: Mortal, weather: Weather): Promise<Story> {
  const given = givenChat({}, { planning: fixedPlanning(PLANNING) });
  const cart = await givenTagged(given.parts, 'cart', { team: 'shop' });
  await given.let(ALL, tagged('team', 'shop'));
  await given.let(SHOP, EVERYTHING);
  await given.let(ADA, NOTHING);
  for (const [where, answer] of weather) given.chat.answerNext(where.ref.conversationId, answer);
  const stood: string[] = [];
  const parts = { ...given.parts, chat: counting(given.chat, stood) };
  const by = (): Parts =>
    mortal.ports(parts, ['sender', 'conversations', 'posts', 'ownFindings', 'chat', 'planning', 'migrations']);
  const stages: Stage[] = [];
  /** Who was cut off does it again, as a queue or a person does. */
  const then = async (act: (parts: Parts) => Promise<void>, text?: string) => {
    if (text) given.words.set(CARD, text);
    await act(by()).catch(() => act(by()));
    await given.pass(10, by);
    stages.push(await stageOf(given));
  };
  const announce = (announcement: Announcement) => then(() => given.announce(announcement, by));

  await announce(migrationNews(cart));
  await then((parts) => refreshTopic(parts, CARD), 'half way');
  await announce(migrationNews(cart, 'progress'));
  await then((parts) => postNow(parts, given.idOf(SHOP), CARD, 'event-1'), 'nearly there');
  for (const where of [SHOP, ALL]) given.chat.remove(where.ref.conversationId);
  await announce(freeze());
  for (const where of [SHOP, ALL]) given.chat.restore(where.ref.conversationId);
  await given.let(SHOP, EVERYTHING);
  await then((parts) => refreshTopic(parts, CARD), 'at its end');
  return { stood, stages };
}

async function stageOf(given: GivenChat): Promise<Stage> {
  const all = await given.parts.ownFindings.list();
  return {
    stands: PLACES.flatMap((place) => given.reads(place).map((text) => `${place.name}: ${text.split('\n')[0]}`)),
    named: all.filter(({ code }) => code === 'CHAT_UNSURE' || code === 'CHAT_REFUSED').map(({ what }) => what),
    troubles: all.map(({ code }) => code).toSorted(),
  };
}

/** The same chat, which keeps a list of what came to stand in it, whatever becomes of it later. */
function counting(chat: Chat, stood: string[]): Chat {
  return {
    update: (to, activityId, message) => chat.update(to, activityId, message),
    async post(to, message, thread) {
      const answer = await chat.post(to, message, thread);
      if (answer.kind === 'posted') stood.push(`${to.conversationId}: ${message.text}`);
      return answer;
    },
  };
}

test('without a crash all of it stands, and is told elsewhere where it cannot', async () => {
  const { stages } = await story(new Mortal(Number.POSITIVE_INFINITY, 'before'), SUNNY);
  expect(stages.map(({ stands }) => stands)).toEqual([
    ['all: migration/m-1', 'shop: migration/m-1'],
    ['all: half way', 'shop: half way'],
    ['all: half way', 'all: migration-news news-progress', 'shop: half way', 'shop: migration-news news-progress'],
    [
      'all: half way',
      'all: migration-news news-progress',
      'shop: This is shown again further down.',
      'shop: migration-news news-progress',
      'shop: nearly there',
    ],
    ['Ada: fleet-freeze freeze-1'],
    ['all: at its end', 'shop: at its end', 'Ada: fleet-freeze freeze-1'],
  ]);
  expect(stages.at(-2)?.troubles).toEqual(['CHAT_GONE']);
});

/** In bad weather the two moments take turns: each call is met by one of them. */
test.each([
  ['before', 'sunny', SUNNY, 1, 1],
  ['after', 'sunny', SUNNY, 1, 1],
  ['before', 'stormy', STORMY, 1, 2],
  ['after', 'stormy', STORMY, 2, 2],
  ['before', 'foggy', FOGGY, 1, 2],
  ['after', 'foggy', FOGGY, 2, 2],
] as const)(
  'a crash %s any call posts nothing twice, and what does not stand is named in a finding: %s',
  async (moment, _, weather, first, step) => {
    const whole = await story(new Mortal(Number.POSITIVE_INFINITY, 'before'), weather);
    let call = first as number;
    for (; ; call += step) {
      const mortal = new Mortal(call, moment);
      const { stood, stages } = await story(mortal, weather);
      if (!mortal.died) break;
      const twice = stood.filter((text, n) => stood.indexOf(text) !== n);
      expect({ call, twice }).toEqual({ call, twice: [] });
      const lost = whole.stages.flatMap((stage, n) =>
        stage.stands.filter(
          (text) => !text.endsWith(BELOW) && !stages[n]?.stands.includes(text) && !isNamed(stages[n], text),
        ),
      );
      expect({ call, lost }).toEqual({ call, lost: [] });
      const untold = stages.slice(0, 4).flatMap((stage) => ['all', 'shop'].filter((place) => !isTold(stage, place)));
      expect({ call, untold }).toEqual({ call, untold: [] });
    }
    expect(call).toBeGreaterThan(100);
  },
);

/** Something stands there, or is named as what may not. */
function isTold({ stands, named }: Stage, place: string): boolean {
  return stands.some((text) => text.startsWith(`${place}: `)) || named.some((what) => what.includes(` ${place} `));
}

/** In that place a message about something is named; or in another one the same message is, in whose stead it would stand here. */
function isNamed(stage: Stage | undefined, standing: string): boolean {
  const [place = '', text = ''] = standing.split(': ');
  return stage?.named.some((what) => what.includes(` in channel ${place} `) || what.startsWith(`“${text}”`)) ?? false;
}
