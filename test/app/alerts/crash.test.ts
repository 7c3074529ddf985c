import { expect, test } from 'vitest';
import type { Page } from '../../../shared/ports/on-call.ts';
import { givenWatching, notReady } from '../../support/alerts/given-watched.ts';
import { AT, MINUTE } from '../../support/migration.ts';
import { Mortal } from './given-mortal.ts';

/** A node fails, it is recommended to go back, a person does; every process may die at any of its calls. */
async function story(mortal: Mortal, choice: 'roll-back' | 'continue') {
  const watching = await givenWatching();
  const { parts, announced, pages } = watching;
  const by = () => mortal.parts(parts);
  watching.show((now) => (now >= AT + 4 * MINUTE ? { nodes: notReady() } : {}));
  await watching.until(AT + 12 * MINUTE, by);
  const answer = await watching.answer(choice, by).catch(() => watching.answer(choice, by));
  await watching.until(AT + 16 * MINUTE, by);
  const { id, status, direction, commands, pause } = await watching.migration();
  const entries = await parts.evidence.read(id);
  const state = await watching.state();
  return {
    answer: answer.kind,
    told: new Set(announced.map((news) => (news.kind === 'alert' ? news.what : news.kind))),
    recommendations: new Set(announced.map((news) => news.kind === 'alert' && news.explanation.recommendation.id)).size,
    /** The same news under two ids would be one of each too many. */
    ids: new Set(announced.map(({ id }) => id)).size,
    paged: new Set(Object.values(pages).flat().map(kindOf)),
    pageIds: new Set(Object.values(pages).flatMap((of) => of.map(({ id }) => id))).size,
    status,
    direction,
    commands,
    paused: pause !== undefined,
    commanded: new Set(entries.filter(({ kind }) => kind === 'command').map(({ who }) => who)),
    toDo: state?.toDo,
    recommendation: state?.recommendation?.state,
  };
}

function kindOf({ kind }: Page): string {
  return kind;
}

/** A way back that has come to its end closes what was recommended. */
const END = {
  'roll-back': {
    told: new Set(['opened', 'answered', 'closed']),
    ids: 3,
    paged: new Set(['trigger', 'acknowledge', 'resolve']),
    pageIds: 3,
    status: 'rolled-back',
    direction: 'back',
    commanded: new Set(['image-steward/alerts', 'Ada (ada@example.com)']),
    recommendation: 'closed',
  },
  continue: {
    told: new Set(['opened', 'answered']),
    ids: 2,
    paged: new Set(['trigger', 'acknowledge']),
    pageIds: 2,
    status: 'running',
    direction: 'forward',
    recommendation: 'answered',
  },
};

test.each(['roll-back', 'continue'] as const)(
  'a crash at any call of a look, an answer and a page loses nothing and tells nothing twice under another id: %s',
  async (choice) => {
    const undisturbed = await story(new Mortal(Number.POSITIVE_INFINITY, 'before'), choice);
    expect(undisturbed).toMatchObject({
      recommendations: 1,
      commands: [],
      toDo: [],
      ...END[choice],
    });
    const { answer: taken, ...whole } = undisturbed;
    expect(taken).toBe('taken');
    let died = 0;
    // Calls of quiet minutes are alike: some of them are enough.
    for (const moment of ['before', 'after'] as const) {
      for (let call = 1; ; call += call < 60 ? 23 : 11) {
        const mortal = new Mortal(call, moment);
        const { answer, ...after } = await story(mortal, choice);
        if (!mortal.died) break;
        died += 1;
        // Who asks again after a crash may hear that it is decided already: by themselves.
        expect(['taken', 'refused']).toContain(answer);
        expect({ moment, call, ...after }).toEqual({ moment, call, ...whole });
      }
    }
    expect(died).toBeGreaterThan(15);
  },
);
