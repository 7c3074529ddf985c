import { describe, expect, test } from 'vitest';
import { type SignOffFacts, signOffCard } from '../../../../shared/app/bot/cards/sign-off-card.ts';
import { partsOf } from './card-schema.ts';
import { CHANNEL, givenCards, NONCE, PLAIN_NAMES, PLAN } from './given-cards.ts';

const TOPIC = `plan/${PLAN}`;
const home = { topic: TOPIC, nonce: NONCE };

/** What a person can press, as the title and what it brings. */
function pressable(card: unknown): unknown[] {
  return partsOf(card).flatMap(({ type, title, verb, data, style }) =>
    type === 'Action.Execute' ? [[title, style, verb, data]] : [],
  );
}

const brings = (kind: string, role: string) => ({ v: 1, ...home, planHash: PLAN, role, kind });

async function givenFacts(many: number): Promise<SignOffFacts> {
  const { fleet } = await givenCards(PLAIN_NAMES, many);
  const [plan, signOffs] = await Promise.all([fleet.plan(PLAN), fleet.signOffs(PLAN)]);
  if (!plan || !signOffs) throw new Error('the plan is there');
  return { plan, signOffs, asked: [], zoneOf: () => undefined };
}

describe('the card of a plan', () => {
  test('says what is signed, who signed it and whose word is awaited, as text too', async () => {
    const { render } = await givenCards();

    const { summary, text, mentions } = await render(TOPIC);

    expect({ summary, mentions, text }).toEqual({
      summary: 'Sign-off awaited for plan aaaaaaaaaaaa: 3 clusters in 1 wave',
      mentions: [{ directoryId: 'ben-id', name: 'Ada Lovelace' }],
      text: `Sign-off: awaited
Plan aaaaaaaaaaaa: 3 clusters in 1 wave

Scope: whole fleet
Clusters: shop-prod, shop-prod, shop-prod
Work: 3 steps, 48 min
First window: Sat 2026-12-19 00:00 to 06:00 in Europe/Amsterdam (Fri 2026-12-18 23:00 to Sat 2026-12-19 05:00 UTC)
Cost: USD 0.15
Hash: aaaaaaaaaaaaaaaa…

What stands in the way:
- Holds: The sale goes on until Monday. Test it again.
- Holds: The sale goes on until Monday. Test it again.
- Holds: The sale goes on until Monday. Test it again.
- shop-prod/apps: cart: The sale goes on until Monday.

Awaited:
- 1 more of application for team-checkout: Ada Lovelace

Said so far:
- Ada Lovelace abstained as security, 2026-11-20 08:00 UTC: Because: The sale goes on until Monday.
- Ada Lovelace approved as platform, 2026-11-20 08:00 UTC, counts until 2026-12-20 08:00 UTC

What it touches:
- shop-prod/apps
  Wave 1, image upgrade in place: AKSUbuntu-2404gen2containerd-202607.31.0 to AKSUbuntu-2404gen2containerd-202611.12.0
  Owners: team-checkout
  - Deployment cart-0: The sale goes on until Monday.
  - Deployment cart-1: The sale goes on until Monday.
  - Deployment cart-2: The sale goes on until Monday.
- shop-prod/apps
  Wave 1, image upgrade in place: AKSUbuntu-2404gen2containerd-202607.31.0 to AKSUbuntu-2404gen2containerd-202611.12.0
  Owners: team-checkout
  - Deployment cart-0: The sale goes on until Monday.
- shop-prod/apps
  Wave 1, image upgrade in place: AKSUbuntu-2404gen2containerd-202607.31.0 to AKSUbuntu-2404gen2containerd-202611.12.0
  Owners: team-checkout
  - Deployment cart-0: The sale goes on until Monday.

Please look at it: <at>Ada Lovelace</at>

Abstain: somebody else of the role has to decide. Refuse: nothing starts while it stands. Withdraw: what you said before does not count any more.

To sign without buttons, say: approve aaaaaaaaaaaa as application

Open the plan: https://steward.example/plans/aaaaaaaaaaaa`,
    });
  });

  test('has a yes for each role that is awaited, and every other word with a reason', async () => {
    const { render } = await givenCards();

    const { card } = await render(TOPIC);

    expect(pressable(card)).toEqual([
      ['Approve as application', 'positive', 'sign-off', brings('approve', 'application')],
      ['Abstain', undefined, 'sign-off', brings('abstain', 'platform')],
      ['Refuse', 'destructive', 'sign-off', brings('refuse', 'platform')],
      ['Withdraw', undefined, 'sign-off', brings('withdraw', 'platform')],
    ]);
    const inputs = partsOf(card).filter(({ type }) => String(type).startsWith('Input.'));
    expect(inputs.map(({ id, choices, value }) => ({ id, choices, value }))).toEqual([
      {
        id: 'role',
        value: 'platform',
        choices: ['platform', 'application', 'security'].map((role) => ({ title: role, value: role })),
      },
      { id: 'reason' },
    ]);
  });

  test('shows each of 200 workloads on one of its pages', async () => {
    const facts = await givenFacts(200);
    const texts = Array.from({ length: 40 }, (_, page) => signOffCard(facts, { home, page }).text);
    const seen = texts.flatMap((text) => text.split('\n').filter((line) => line.startsWith('  - ')));
    expect(seen).toEqual([
      ...Array.from({ length: 200 }, (_, at) => `  - Deployment cart-${at}: The sale goes on until Monday.`),
      ...Array.from({ length: 199 }, () => '  - Deployment cart-0: The sale goes on until Monday.'),
    ]);
    const counted = texts.map((text) => /^What it touches, (.*):$/m.exec(text)?.[1]);
    expect([counted[0], counted[1], counted[39]]).toEqual(['1 to 10 of 399', '11 to 20 of 399', '391 to 399 of 399']);
  });

  test('turns its pages', async () => {
    const { render } = await givenCards(PLAIN_NAMES, 200);
    const { card } = await render(TOPIC, { page: 1 });
    const turning = pressable(card).filter((one) => (one as unknown[])[2] === 'page');
    expect(turning).toEqual([
      ['Previous', undefined, 'page', { v: 1, ...home, page: 0 }],
      ['Next', undefined, 'page', { v: 1, ...home, page: 2 }],
    ]);
  });

  test('calls nobody but the person whose chat it is', async () => {
    const { render } = await givenCards();
    const of = (id: string) => ({ ...CHANNEL, kind: 'personal' as const, person: { id, name: 'Ben' } });
    const called = await Promise.all(
      ['BEN-ID', 'cem-id'].map(async (id) => (await render(TOPIC, { where: of(id) })).mentions),
    );
    expect(called).toEqual([[{ directoryId: 'ben-id', name: 'Ada Lovelace' }], undefined]);
  });

  test('is text alone where cards are not shown', async () => {
    const { render } = await givenCards();
    const { text, card } = await render(TOPIC, { where: { ...CHANNEL, plain: true } });
    expect({ card, begins: text.slice(0, 17) }).toEqual({ card: undefined, begins: 'Sign-off: awaited' });
  });
});

describe('the card of a plan, as its sign-offs come and go', () => {
  async function shown(signOffs: object) {
    const facts = await givenFacts(3);
    const { text, card } = signOffCard({ ...facts, signOffs: { ...facts.signOffs, ...signOffs } }, { home });
    const first = partsOf(card).find(({ type }) => type === 'TextBlock');
    return {
      head: text.split('\n').slice(0, 3),
      colour: first?.['color'],
      buttons: pressable(card).map((one) => (one as unknown[])[0]),
    };
  }
  const title = 'Plan aaaaaaaaaaaa: 3 clusters in 1 wave';

  test.each([
    {
      state: { state: 'complete', why: 'Signed off by Ada (platform).', awaited: [] },
      shows: {
        head: ['Sign-off: complete', title, 'Signed off by Ada (platform).'],
        colour: 'Good',
        buttons: ['Abstain', 'Refuse', 'Withdraw'],
      },
    },
    {
      state: { state: 'refused', why: 'Refused by Ben (security): no.', awaited: [] },
      shows: {
        head: ['Sign-off: refused', title, 'Refused by Ben (security): no.'],
        colour: 'Attention',
        buttons: ['Abstain', 'Refuse', 'Withdraw'],
      },
    },
    {
      state: { state: 'void', why: 'shop/apps: its image is another.', awaited: [] },
      shows: { head: ['Sign-off: void', title, 'shop/apps: its image is another.'], colour: undefined, buttons: [] },
    },
    {
      state: {
        awaited: [
          { role: 'platform', missing: 1, owners: [], people: [] },
          { role: 'security', missing: 2, owners: [], people: [] },
        ],
      },
      shows: {
        head: ['Sign-off: awaited', title, ''],
        colour: 'Warning',
        buttons: ['Approve as platform', 'Approve as security', 'Abstain', 'Refuse', 'Withdraw'],
      },
    },
  ])('$shows.head.0', async ({ state, shows }) => {
    expect(await shown(state)).toEqual(shows);
  });
});
