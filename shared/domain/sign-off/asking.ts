import { isAwake, type QuietHours } from '../announce/quiet.ts';
import type { Instant } from '../time.ts';
import type { Ask } from './ask.ts';
import { remindersDue } from './ask-dates.ts';
import { type AskedPlan, againNews, askedNews, lateNews, reminderNews, settledNews } from './ask-news.ts';
import { lateSignOffs } from './late.ts';
import { missedWindow } from './missed-window.ts';
import type { SignOffNews } from './news.ts';
import { type Successor, type VoidPlan, voidNews } from './void-news.ts';

/** What is so around the plan of one scope. */
export interface AskingFacts {
  readonly now: Instant;
  readonly quiet: QuietHours;
  /** Of the people who are asked. */
  readonly timeZone: string;
  /** What is proposed for the scope; absent: nothing. */
  readonly proposed?: Successor;
  /** `false`: the proposal may miss plans, so that nothing is called void only because it is not there. */
  readonly whole: boolean;
  /** The plan that was asked about, where it is another one than what is proposed; absent: it is not kept any more. */
  readonly replaced?: VoidPlan & { readonly begun: boolean };
  readonly idOf: (text: string) => string;
}

/**
 * What is to be said of the sign-offs of a scope now, as the next state of its record: what became void, and at most one
 * thing of the plan that is proposed. Nothing is said at night. The same object when nothing changes.
 */
export function decideAsk(before: Ask | undefined, scope: string, facts: AskingFacts): Ask | undefined {
  const { proposed, now } = facts;
  if (!isAwake(now, facts.quiet, facts.timeZone)) return before;
  const open = before && !before.over ? before : undefined;
  if (open && open.planHash === proposed?.plan.hash) {
    return proposed.asked ? goOn(open, proposed.asked, facts) : open;
  }
  if (open && !proposed && !facts.whole) return open;
  const ended = open ? end(open, facts) : before;
  return proposed?.asked ? begin(ended, scope, proposed.asked, facts) : ended;
}

/** Asks for the first time, from the day on which sign-offs are due until the last window is over. */
function begin(before: Ask | undefined, scope: string, asked: AskedPlan, facts: AskingFacts): Ask | undefined {
  const { now } = facts;
  const { plan, dates, state, facts: said } = asked;
  const wasAsked = before?.planHash === plan.hash && before.over === 'past';
  if (wasAsked || now < dates.due || now >= dates.closes) return before;
  const ask: Ask = {
    format: 1,
    scope,
    planId: plan.id,
    planHash: plan.hash,
    askedAt: now,
    reminded: remindersDue(dates, now),
    lateTold: lateSignOffs(plan, said.signOffs, said.requirement).map(({ id }) => id),
    told: state.kind,
    said: before?.said ?? 0,
    toSend: before?.toSend ?? [],
  };
  return tell(ask, state.kind === 'awaited' ? askedNews(asked, now) : settledNews(asked, state), facts);
}

function goOn(ask: Ask, asked: AskedPlan, facts: AskingFacts): Ask {
  const { now } = facts;
  const { plan, dates, state, facts: said } = asked;
  const late = lateSignOffs(plan, said.signOffs, said.requirement).filter(({ id }) => !ask.lateTold.includes(id));
  if (late.length > 0) {
    return tell({ ...ask, lateTold: [...ask.lateTold, ...late.map(({ id }) => id)] }, lateNews(asked, late), facts);
  }
  if (now >= dates.closes) return { ...ask, over: 'past' };
  if (state.kind !== ask.told) {
    const news = state.kind === 'awaited' ? againNews(asked) : settledNews(asked, state);
    return tell({ ...ask, told: state.kind, reminded: remindersDue(dates, now) }, news, facts);
  }
  const due = remindersDue(dates, now).filter((days) => !ask.reminded.includes(days));
  if (due.length === 0) return ask;
  const reminded: Ask = { ...ask, reminded: [...ask.reminded, ...due] };
  return state.kind === 'awaited' && now < dates.opens ? tell(reminded, reminderNews(asked, now), facts) : reminded;
}

/** The plan is not proposed any more. One that was carried out, at least in part, is no plan that people still wait for. */
function end(ask: Ask, { replaced, proposed, now, ...facts }: AskingFacts): Ask {
  if (replaced?.begun) return { ...ask, over: 'past' };
  const news = voidNews({ id: ask.planId, hash: ask.planHash }, replaced, proposed, now);
  return tell({ ...ask, over: 'void' }, news, { ...facts, now });
}

function tell(ask: Ask, news: SignOffNews, { now, idOf }: Pick<AskingFacts, 'now' | 'idOf'>): Ask {
  const id = idOf(JSON.stringify([ask.scope, ask.said, news.what, news.plan.hash]));
  return { ...ask, said: ask.said + 1, toSend: [...ask.toSend, { id, at: now, news }] };
}

/** Without what came too late: nobody is reminded of a window that has opened since. */
export function withoutStale(ask: Ask, now: Instant): Ask {
  const stale = ({ at, news }: Ask['toSend'][number]) => missedWindow(news, at, now) !== undefined;
  return ask.toSend.some(stale) ? { ...ask, toSend: ask.toSend.filter((one) => !stale(one)) } : ask;
}
