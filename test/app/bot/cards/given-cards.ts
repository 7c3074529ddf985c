/** Every card of ours, built by the app itself on stores in memory, with names as a test wants them. */
import { fixedPlanning } from '../../../../shared/adapters/policy/planning-source.ts';
import { watchedOf } from '../../../../shared/app/alerts/watched-migrations.ts';
import { helloCard } from '../../../../shared/app/bot/cards/hello-card.ts';
import { listCard } from '../../../../shared/app/bot/cards/list-card.ts';
import { refusedMessage, textMessage } from '../../../../shared/app/bot/cards/say.ts';
import { renderPost } from '../../../../shared/app/chat/render.ts';
import type { Fleet } from '../../../../shared/app/fleet.ts';
import type { Parts } from '../../../../shared/app/parts.ts';
import { signOff } from '../../../../shared/app/sign-off.ts';
import { answerRecommendation } from '../../../../shared/domain/alert/answer.ts';
import { explainRecommendation } from '../../../../shared/domain/alert/explain.ts';
import { DEFAULT_THRESHOLDS } from '../../../../shared/domain/alert/thresholds.ts';
import type { WorkWord } from '../../../../shared/domain/announce/round.ts';
import type { Announcement } from '../../../../shared/domain/announcement.ts';
import type { Conversation } from '../../../../shared/domain/chat/conversation.ts';
import type { ChatMessage } from '../../../../shared/domain/chat/message.ts';
import { givenAlertState } from '../../../support/alert-story.ts';
import { givenFinding } from '../../../support/fleet.ts';
import { AT, givenPoolStep, HOUR } from '../../../support/migration.ts';
import { givenStoryMigration, STORY_EVIDENCE, STORY_ID, STUCK } from '../../../support/migration-story.ts';
import { givenClusterPlan, givenPlan, givenStep, givenWave } from '../../../support/plan.ts';
import { givenApp } from '../../given-app.ts';
import { propose } from '../../migration/given-plan.ts';

/** What comes from outside. */
export interface Names {
  readonly cluster: string;
  readonly pool: string;
  readonly workload: string;
  readonly owner: string;
  readonly person: string;
  readonly sentence: string;
}

export const PLAIN_NAMES: Names = {
  cluster: 'shop-prod',
  pool: 'apps',
  workload: 'cart',
  owner: 'team-checkout',
  person: 'Ada Lovelace',
  sentence: 'The sale goes on until Monday.',
};

/** The same text in every place. */
export function everywhere(name: string): Names {
  return { cluster: name, pool: name, workload: name, owner: name, person: name, sentence: name };
}

export const CHANNEL: Conversation = {
  id: 'conversation-1',
  kind: 'channel',
  ref: { serviceUrl: 'https://smba.example/', conversationId: '19:shop', bot: { id: '28:bot' } },
  name: 'Shop',
  hears: { kind: 'everything' },
  since: AT,
};

const CLUSTER_ID =
  '/subscriptions/s-1/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/shop-prod';
export const NONCE = 'nonce-1';
export const PLAN = 'a'.repeat(64);

export interface GivenCards {
  readonly parts: Parts;
  readonly fleet: Fleet;
  readonly render: (
    topic: string,
    more?: { readonly news?: Announcement; readonly page?: number; readonly where?: Conversation },
  ) => Promise<ChatMessage>;
}

/** @param many how many clusters and workloads the plan has, and how many are affected by what is broken */
export async function givenCards(names: Names = PLAIN_NAMES, many = 3): Promise<GivenCards> {
  const shipped = await fixedPlanning().load();
  const members = (people: { id: string; name: string }[]) => ({ people, groups: [] });
  const settings = {
    ...shipped.settings,
    people: {
      ...shipped.settings.people,
      roles: { platform: members([{ id: 'ada-id', name: names.person }]) },
      owners: { [names.owner]: members([{ id: 'ben-id', name: names.person }]) },
    },
  };
  const app = givenApp(
    { now: AT },
    { planning: { load: async () => ({ ...shipped, settings }) }, appUrl: 'https://steward.example', alertsOn: true },
  );
  const { parts, fleet } = app;
  await propose(parts, planOf(names, many));
  await signOff(parts, PLAN, { role: 'platform' }, { id: 'ada-id', name: names.person }, { via: 'chat' });
  await signOff(
    parts,
    PLAN,
    { role: 'security', kind: 'abstain', reason: `Because: ${names.sentence}`.slice(0, 900) },
    { id: 'cem-id', name: names.person },
    { via: 'chat' },
  );
  await parts.migrations.create(migrationOf(names, many));
  await parts.evidence.append(STORY_EVIDENCE);
  await parts.watches.save(stateOf(names), undefined);
  return {
    parts,
    fleet,
    render: async (topic, { news, page, where = CHANNEL } = {}) => {
      const message = await renderPost(parts, fleet, {
        topic,
        conversation: where,
        nonce: NONCE,
        ...(news && { news }),
        ...(page !== undefined && { page }),
      });
      if (!message) throw new Error(`nothing is said about ${topic}`);
      return message;
    },
  };
}

function planOf(names: Names, many: number) {
  const clusters = Array.from({ length: many }, (_, at) =>
    givenClusterPlan({
      clusterId: `${CLUSTER_ID}-${at}`,
      name: names.cluster,
      steps: [
        givenStep({
          name: names.pool,
          readiness:
            at === 0
              ? { verdict: 'blocked', blockers: [`${names.workload}: ${names.sentence}`] }
              : { verdict: 'ready', blockers: [] },
          dependencies: {
            classification: 'complex',
            owners: [names.owner],
            reasons: Array.from(
              { length: at === 0 ? many : 1 },
              (_one, place) => `Deployment ${names.workload}-${place}: ${names.sentence}`,
            ),
          },
        }),
      ],
    }),
  );
  const constraint = {
    kind: 'test-failed',
    effect: 'holds',
    clusterId: CLUSTER_ID,
    what: names.sentence,
    remedy: 'Test it again.',
  } as const;
  return givenPlan('a', {
    waves: [givenWave({ clusters })],
    constraints: Array.from({ length: many }, () => constraint),
  });
}

function migrationOf(names: Names, many: number) {
  const stuck = {
    ...STUCK,
    pod: { namespace: 'shop', name: names.workload },
    why: STUCK.why,
    owner: names.owner,
    node: names.pool,
  };
  return givenStoryMigration({
    clusterName: names.cluster,
    work: givenPoolStep({ name: names.pool, strategy: 'pool-replacement' }),
    startedBy: names.person,
    commands: Array.from(
      { length: Math.min(many, 5) },
      (_, at) => ({ id: `c-${at}`, kind: 'pause', by: names.person, at: AT, reason: names.sentence }) as const,
    ),
    drain: {
      node: { name: names.pool, since: AT },
      done: [],
      evicted: 31,
      stuck: Array.from({ length: many }, () => stuck),
    },
  });
}

function stateOf(names: Names) {
  return givenAlertState(migrationOf(names, 1), { namespace: 'shop', cart: names.workload, node: names.pool });
}

export async function allCards(names: Names = PLAIN_NAMES, many = 3): Promise<Readonly<Record<string, ChatMessage>>> {
  const { parts, render } = await givenCards(names, many);
  const state = stateOf(names);
  const id = state.recommendation?.id ?? '';
  const topic = `recommendation/${STORY_ID}/${id}`;
  const cards: Record<string, ChatMessage> = {
    'sign-off': await render(`plan/${PLAN}`),
    'sign-off-last-page': await render(`plan/${PLAN}`, { page: 10_000 }),
    migration: await render(`migration/${STORY_ID}`),
    recommendation: await render(topic),
    'recommendation-over': await render(`recommendation/${STORY_ID}/another`),
    ...(await newsCards(names, many, render)),
    ...saidCards(names, many),
  };
  const answer = {
    version: state.recommendation?.version ?? 0,
    choice: 'hold-and-fix',
    by: names.person,
    reason: names.sentence,
  } as const;
  const answered = answerRecommendation(state, answer, DEFAULT_THRESHOLDS, AT);
  const found = await parts.watches.find(STORY_ID);
  if (answered.kind === 'taken') await parts.watches.save(answered.state, found?.etag);
  return { ...cards, 'recommendation-held': await render(topic) };
}

function saidCards(names: Names, many: number): Record<string, ChatMessage> {
  const rows = Array.from({ length: many }, (_, at) => ({
    title: `${names.cluster}-${at}`,
    lines: [names.sentence, names.owner],
  }));
  return {
    list: listCard({
      mark: 'Findings',
      title: `Findings of ${names.cluster}`,
      intro: names.sentence,
      facts: [[names.pool, names.owner]],
      rows,
      total: many * 2,
      page: 1,
      home: { topic: 'list/findings', nonce: NONCE },
      hint: names.sentence,
      links: [{ title: names.cluster, url: 'https://steward.example/' }],
    }),
    text: textMessage(names.sentence, [names.sentence, names.owner]),
    refused: refusedMessage(names.sentence, names.sentence),
    hello: helloCard({ kind: 'channel' }, { appUrl: 'https://steward.example' }),
  };
}

async function newsCards(
  names: Names,
  many: number,
  render: GivenCards['render'],
): Promise<Record<string, ChatMessage>> {
  const said: Record<string, ChatMessage> = {};
  for (const [name, news] of Object.entries(givenNews(names, many)))
    said[name] = await render(`news/${news.id}`, { news });
  return said;
}

/** One announcement of each kind and word. */
export function givenNews(names: Names = PLAIN_NAMES, many = 3): Record<string, Announcement> {
  const head = { id: 'news-1', at: AT };
  const plan = { id: 'a'.repeat(12), hash: PLAN };
  const list = <T>(make: (at: number) => T) => Array.from({ length: many }, (_, at) => make(at));
  const clusters = list((at) => ({ clusterId: `${CLUSTER_ID}-${at}`, name: names.cluster }));
  const window = { opens: Date.UTC(2026, 11, 18, 23), closes: Date.UTC(2026, 11, 19, 5) };
  const work = (what: WorkWord): Announcement => ({
    ...head,
    kind: 'planned-work',
    what,
    plan,
    clusterId: CLUSTER_ID,
    cluster: names.cluster,
    region: 'westeurope',
    timeZone: 'Europe/Amsterdam',
    environment: 'production',
    window,
    ...(what === 'moved' && { before: { opens: window.opens - 24 * HOUR, closes: window.closes - 24 * HOUR } }),
    late: what === 'day-of',
    title: `${names.cluster}: ${names.sentence}`,
    why: what === 'moved' || what === 'called-off' ? list(() => names.sentence) : [],
    steps: list(
      (at) =>
        `Pool ${names.pool}-${at}: AKSUbuntu-2204gen2containerd-202608.05.0 to AKSUbuntu-2204gen2containerd-202610.08.0`,
    ),
    blockers: list(() => names.sentence),
    dependencies: list((at) => `Deployment ${names.workload}-${at}: ${names.sentence}`),
    owners: list((at) => (at === 0 ? names.owner : `${names.owner}-${at}`)),
  });
  const migration = (what: 'started' | 'all-clear' | 'ended'): Announcement => ({
    ...head,
    kind: 'migration-news',
    what,
    migrationId: STORY_ID,
    plan,
    clusterId: CLUSTER_ID,
    cluster: names.cluster,
    pool: names.pool,
    environment: 'production',
    region: 'westeurope',
    timeZone: 'Europe/Amsterdam',
    status: what === 'started' ? 'running' : 'completed',
    step: 'drain-source',
    title: `${names.cluster}: ${names.sentence}`,
    notes: list(() => names.sentence),
    startedAt: AT,
    ...(what === 'started' ? {} : { endedAt: AT + HOUR }),
    late: what === 'all-clear',
  });
  const signOffs = (what: 'reminder' | 'void' | 'late' | 'complete' | 'refused'): Announcement => ({
    ...head,
    kind: 'sign-off',
    what,
    plan,
    title: `${names.cluster}: ${names.sentence}`,
    why: what === 'reminder' || what === 'complete' ? [] : list(() => names.sentence),
    awaited: what === 'complete' ? [] : [{ role: 'application', missing: many, owners: list(() => names.owner) }],
    asks:
      what === 'complete'
        ? []
        : list((at) => ({ id: `person-${at}`, name: names.person, role: 'application', owner: names.owner }) as const),
    clusters,
    opens: window.opens,
  });
  const changes = list((at) => {
    const finding = givenFinding({
      clusterId: `${CLUSTER_ID}-${at % 2}`,
      poolId: `${CLUSTER_ID}-${at % 2}/agentpools/${names.pool}`,
      severity: (['critical', 'high', 'medium', 'low'] as const)[at % 4] ?? 'low',
      why: names.sentence,
      nextAction: names.sentence,
      exemption: { id: 'e-1', owner: names.owner, reason: names.sentence, until: '2026-12-31' },
    });
    return {
      kind: (['new', 'worse', 'gone'] as const)[at % 3] ?? 'new',
      finding,
      ...(at % 3 === 1 && { severityBefore: 'low' as const }),
    };
  });
  return {
    'findings-changed': {
      ...head,
      kind: 'findings-changed',
      sweepId: 's',
      subscriptionId: 's-1',
      partial: true,
      changes,
    },
    'first-seen': {
      ...head,
      kind: 'subscription-first-seen',
      sweepId: 's',
      subscriptionId: 's-1',
      subscriptionName: names.cluster,
      partial: false,
      clusters: many,
      pools: many * 3,
      findings: { critical: 1, high: many, medium: 4, low: 0 },
    },
    exemption: {
      ...head,
      kind: 'exemption-ending',
      daysLeft: 12,
      exemption: {
        id: 'e-1',
        scope: `${CLUSTER_ID}/agentpools/${names.pool}`,
        ruleId: 'image-too-old',
        owner: names.owner,
        reason: names.sentence,
        until: '2026-12-02',
        createdAt: AT,
        createdBy: names.person,
      },
    },
    announce: work('announce'),
    'findings-and-runbook': work('findings-and-runbook'),
    'sign-off-and-lock': work('sign-off-and-lock'),
    'day-of': work('day-of'),
    retro: work('retro'),
    moved: work('moved'),
    'called-off': work('called-off'),
    alert: alertNews(names),
    'migration-started': migration('started'),
    'migration-ended': migration('ended'),
    'all-clear': migration('all-clear'),
    digest: {
      ...head,
      kind: 'retirement-digest',
      what: 'moved',
      month: '2026-12',
      title: names.sentence,
      moved: list(
        (at) =>
          ({
            name: names.sentence,
            which: 'support-ends',
            ...(at > 0 && { before: '2026-12-01' }),
            after: '2027-03-01',
          }) as const,
      ),
      items: list((at) => ({
        name: names.sentence,
        supportEnds: '2027-03-01',
        state: at === 0 ? 'support-ended' : 'supported',
        more: at,
        imagesRemoved: '2027-06-01',
        pools: at + 1,
        clusters: clusters.map((one) => ({ ...one, pools: 1 })),
      })),
      partial: true,
    },
    'sign-off-reminder': signOffs('reminder'),
    'sign-off-void': signOffs('void'),
    'sign-off-late': signOffs('late'),
    'sign-off-complete': signOffs('complete'),
    'sign-off-refused': signOffs('refused'),
    frozen: { ...head, kind: 'fleet-freeze', what: 'frozen', by: names.person, reason: names.sentence },
    lifted: { ...head, kind: 'fleet-freeze', what: 'lifted', by: names.person, reason: '' },
  };
}

function alertNews(names: Names): Announcement {
  const state = stateOf(names);
  if (!state.recommendation) throw new Error('something is recommended');
  const watched = watchedOf(migrationOf(names, 1), STORY_EVIDENCE);
  const explanation = explainRecommendation(state, state.recommendation, watched, AT);
  return { id: 'news-1', at: AT, kind: 'alert', what: 'opened', explanation };
}
