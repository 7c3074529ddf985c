import { describe, expect, test } from 'vitest';
import {
  CUT_OFF_MS,
  doingOf,
  GIVE_UP_AFTER_MS,
  mayRenew,
  putOffAgain,
  standingOf,
} from '../../../shared/domain/chat/next-post.ts';
import type { Post, PutOff } from '../../../shared/domain/chat/post.ts';

const AT = 1_000_000;
const MINUTE = 60_000;

function given(overrides: Partial<Post> = {}): Post {
  return {
    conversationId: 'c-1',
    topic: 'plan/abc',
    state: 'posted',
    activityId: 'a-1',
    revision: 'r-1',
    nonce: 'n-1',
    at: AT,
    ...overrides,
  };
}

const PUT_OFF: PutOff = { since: AT, tries: 3, until: AT + 30_000 };

describe('whether a message has anything to do', () => {
  test('where nothing is known of it, its words are looked at', () => {
    expect(standingOf(undefined, { tries: 0 }, AT)).toEqual({ kind: 'look' });
  });

  test.each([
    [
      'a moment before the time that nobody takes longer than',
      CUT_OFF_MS - 1,
      { kind: 'being-posted', until: AT + CUT_OFF_MS },
    ],
    ['at that time', CUT_OFF_MS, { kind: 'cut-off' }],
  ])('one that is being posted, %s', (_, later, expected) => {
    expect(standingOf(given({ state: 'posting' }), { tries: 0 }, AT + later)).toEqual(expected);
  });

  test.each([
    ['owed', 'look'],
    ['posted', 'said'],
    ['unsure', 'said'],
    ['refused', 'said'],
  ] as const)('news that is %s: %s', (state, kind) => {
    expect(standingOf(given({ topic: 'news/n-1', state }), { tries: 0 }, AT).kind).toBe(kind);
  });

  test.each([
    ['an ordinary one waits with the one that tries again', { tries: 0 }, 0, 'put-off'],
    ['the try before it, whose process died before it sent the next', { tries: 2 }, 0, 'put-off'],
    ['the one that tries again', { tries: 3 }, 0, 'look'],
    ['an order to show it at the bottom', { tries: 0, afresh: 'x' }, 0, 'look'],
    ['an ordinary one a minute after the try was due', { tries: 0 }, 90_000, 'look'],
    ['an ordinary one a moment earlier', { tries: 0 }, 89_999, 'put-off'],
  ])('one that is put off: %s', (_, wanted, later, kind) => {
    expect(standingOf(given({ state: 'owed', putOff: PUT_OFF }), wanted, AT + later).kind).toBe(kind);
  });

  test('an order that was followed waits like any other', () => {
    const post = given({ afresh: 'x', putOff: PUT_OFF });
    expect(standingOf(post, { tries: 0, afresh: 'x' }, AT)).toEqual({ kind: 'put-off', putOff: PUT_OFF });
  });
});

describe('what is done about it', () => {
  test.each<[string, Post | undefined, string, string | undefined, string]>([
    ['nothing stands there', undefined, 'r-1', undefined, 'post'],
    ['it is owed', given({ state: 'owed', revision: 'r-1' }), 'r-1', undefined, 'post'],
    ['the same stands there', given(), 'r-1', undefined, 'nothing'],
    ['other words stand there', given(), 'r-2', undefined, 'update'],
    ['it is to be shown at the bottom', given(), 'r-1', 'x', 'post'],
    ['it was shown at the bottom for this order', given({ afresh: 'x' }), 'r-1', 'x', 'nothing'],
    ['it was shown for this order and changed since', given({ afresh: 'x' }), 'r-2', 'x', 'update'],
    ['these words may stand there', given({ state: 'unsure', activityId: undefined }), 'r-1', undefined, 'nothing'],
    ['other words may stand there', given({ state: 'unsure', activityId: undefined }), 'r-2', undefined, 'post'],
    ['these words were refused', given({ state: 'refused', activityId: undefined }), 'r-1', undefined, 'nothing'],
    ['other words were refused', given({ state: 'refused', activityId: undefined }), 'r-2', undefined, 'post'],
  ])('when %s', (_, post, revision, afresh, expected) => {
    expect(doingOf(post, revision, { afresh })).toBe(expected);
  });
});

describe('when it is tried again', () => {
  test('the waits grow to half an hour', () => {
    const waits: number[] = [];
    let putOff: PutOff | undefined;
    for (let n = 0; n < 7; n += 1) {
      putOff = putOffAgain(putOff, AT);
      waits.push((putOff?.until ?? 0) - AT);
    }
    expect(waits).toEqual([2_000, 8_000, 30_000, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 30 * MINUTE]);
  });

  test('the service may ask for longer, and never for less', () => {
    expect(putOffAgain(undefined, AT, 9_000)).toEqual({ since: AT, tries: 1, until: AT + 9_000 });
    expect(putOffAgain(undefined, AT, 1_000)).toEqual({ since: AT, tries: 1, until: AT + 2_000 });
  });

  test('it is given up when the next try would come more than a day after the first', () => {
    const before = { since: AT, tries: 1, until: AT };
    const last = AT + GIVE_UP_AFTER_MS - 8_000;
    expect(putOffAgain(before, last)).toEqual({ since: AT, tries: 2, until: AT + GIVE_UP_AFTER_MS });
    expect(putOffAgain(before, last + 1)).toBeUndefined();
  });
});

test.each([
  [{}, 0, true],
  [{ renewed: true as const }, 60 * MINUTE - 1, false],
  [{ renewed: true as const }, 60 * MINUTE, true],
])('one that cannot be changed is posted once more, and not each time: %o after %d ms', (post, later, expected) => {
  expect(mayRenew(given(post), AT + later)).toBe(expected);
});
