/** Judges a year by what stands in the chat, and by what it says. */
import type { Conversation } from '../../../shared/domain/chat/conversation.ts';
import { droppedOf, unaccountedOf, untoldOf } from './year-accounts.ts';
import type { Year } from './year-app.ts';
import type { Life } from './year-lives.ts';
import { type Said, saidOf } from './year-read.ts';

export interface YearJudged {
  /** Different ones that were sent. */
  readonly announcements: number;
  /** Messages that came to stand, in all conversations. */
  readonly posts: number;
  readonly said: Readonly<Record<string, number>>;
  readonly twice: number;
  readonly atNight: number;
  readonly afterEvent: number;
  /** Called clear where something was broken or unseen, or the other way round. */
  readonly falseClear: number;
  /** Announced, heard somewhere, and neither standing there nor named in a finding. */
  readonly unaccounted: number;
  /** Happened, and neither told nor noted. */
  readonly untold: number;
  readonly unsure: number;
  readonly tooLate: number;
  readonly notReached: number;
  readonly deadLetters: number;
  /** Notes of what was dropped on purpose. */
  readonly dropped: number;
  readonly moved: number;
  /** Moves that say that a test failed. */
  readonly movedByTest: number;
}

/** What must be 0. */
export const FAULTS = ['twice', 'atNight', 'afterEvent', 'falseClear', 'unaccounted', 'untold'] as const;

export async function judgeYear(year: Year): Promise<YearJudged> {
  const { app, chat, notes, places } = year;
  const byConversation = new Map(places.map((one) => [one.ref.conversationId, one]));
  const said = chat.stood.map((one) => saidOf(one, byConversation.get(one.conversationId) as Conversation));
  const codes = [...notes.findings.values()];
  const count = (code: string) => codes.filter((one) => one === code).length;
  const lives = new Map(year.world.lives.map((life) => [`${life.clusterId.split('/').at(-1)} ${life.pool}`, life]));
  const moves = said.filter(({ text, place }) => place.name === 'all' && text.startsWith('Planned work moved'));
  return {
    announcements: app.announced().length,
    posts: said.length,
    said: Object.fromEntries([...Map.groupBy(said, ({ kind }) => kind)].map(([kind, all]) => [kind, all.length])),
    twice: twiceOf(year, said),
    atNight: said.filter(isAtNight).length,
    afterEvent: said.filter((one) => isAfterEvent(year, one, one.life === undefined ? undefined : lives.get(one.life)))
      .length,
    falseClear: said.filter((one) => isFalseClear(one, lives)).length,
    unaccounted: await unaccountedOf(year),
    untold: await untoldOf(year),
    unsure: count('CHAT_UNSURE'),
    tooLate: count('CHAT_TOO_LATE'),
    notReached: count('CHAT_NOT_REACHED'),
    deadLetters: (await Promise.all((['notify', 'post-chat'] as const).map((queue) => app.queues.peek(queue)))).flat()
      .length,
    dropped: await droppedOf(year),
    moved: moves.length,
    movedByTest: moves.filter(({ text }) => text.includes('tests on the new image failed')).length,
  };
}

/** A live card is shown again to a person who is reminded, and posted anew where nobody knows whether it stands. */
function twiceOf({ app, notes }: Year, said: readonly Said[]): number {
  const reminders = app.announced().filter((one) => one.kind === 'sign-off' && one.what === 'reminder');
  let twice = 0;
  for (const same of Map.groupBy(said, ({ key }) => key).values()) {
    const [first] = same;
    if (!first) continue;
    const unsure = [...notes.findings].filter(
      ([id, code]) =>
        code === 'CHAT_UNSURE' && first.live && id.includes(`/${first.place.id}/`) && isTopicOf(id, first),
    );
    const shown =
      first.live && first.place.kind === 'personal'
        ? reminders.filter((one) => first.key.includes(one.kind === 'sign-off' ? one.plan.id : '-'))
        : [];
    twice += Math.max(0, same.length - 1 - unsure.length - shown.length);
  }
  return twice;
}

function isTopicOf(findingId: string, { life, key }: Said): boolean {
  if (life !== undefined) return findingId.includes(`/migration/${idOf(life)}/`);
  return findingId.includes(`/plan/${key.split(' ').at(-1)}`);
}

/** `c3 p1` is `m-3-1`. */
function idOf(life: string): string {
  const [cluster = '', pool = ''] = life.split(' ');
  return `m-${cluster.slice(1)}-${pool.slice(1)}`;
}

function isAtNight({ at, zone }: Said): boolean {
  if (zone === undefined) return false;
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(at),
  );
  return hour >= 20 || hour < 8;
}

function isAfterEvent({ notes }: Year, said: Said, life: Life | undefined): boolean {
  const { at, from, before, live, text, place } = said;
  if ((from !== undefined && !(at >= from)) || (before !== undefined && !(at < before))) return true;
  if (said.life === undefined) return false;
  // A dry run changes nothing, and nobody is to hear of it.
  if (!life || life.dryRun) return true;
  const goesOn = live || text.startsWith('Migration under way');
  const anew = live && [...notes.findings.keys()].some((id) => id.includes(`/${place.id}/`) && isTopicOf(id, said));
  return goesOn && !anew ? at >= life.workOverAt : !goesOn && at < life.workOverAt;
}

function isFalseClear({ text, life }: Said, lives: ReadonlyMap<string, Life>): boolean {
  const clean = life !== undefined && lives.get(life)?.clean;
  return (text.startsWith('All clear') && !clean) || (text.startsWith('Not clear') && clean === true);
}
