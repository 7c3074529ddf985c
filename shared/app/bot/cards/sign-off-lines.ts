import type { SignOffsView } from '../../migration-views.ts';
import { joined, type Safe, safe, words } from './safe.ts';
import { some } from './some.ts';
import { momentText } from './when.ts';

type Word = SignOffsView['signOffs'][number];

const MOST_WORDS = 12;
const MOST_NAMES = 6;
const REASON = 200;

const SAID: Readonly<Record<Word['kind'], string>> = {
  approve: 'approved',
  abstain: 'abstained',
  refuse: 'refused',
  withdraw: 'took their word back',
};

/** Who said what, the newest first. */
export function signedLines({ signOffs }: SignOffsView): Safe[] {
  const newest = signOffs.toReversed();
  const more = newest.length - MOST_WORDS;
  return [
    ...newest.slice(0, MOST_WORDS).map(signedLine),
    ...(more > 0 ? [words`And ${more} earlier; the plan's page has them.`] : []),
  ];
}

function signedLine({ person, role, owners, onBehalfOf, kind, at, expiresAt, reason, late }: Word): Safe {
  const whose = owners ? words` for ${some(owners, MOST_NAMES)}` : '';
  const instead = onBehalfOf === undefined ? '' : words`, on behalf of ${onBehalfOf}`;
  const until = kind === 'approve' ? words`, counts until ${momentText(expiresAt)}` : '';
  const why = reason === undefined ? '' : words`: ${safe(reason, REASON)}`;
  const tooLate = late === undefined ? '' : words`. ${late}`;
  return words`${person} ${SAID[kind]} as ${role}${whose}${instead}, ${momentText(at)}${until}${why}${tooLate}`;
}

/** Whose word is awaited, a line for each role. */
export function awaitedLines({ awaited }: SignOffsView): Safe[] {
  return awaited.map(({ role, missing, owners, people }) => {
    const whose = owners.length > 0 ? words` for ${some(owners, MOST_NAMES)}` : '';
    const who = people.length > 0 ? words`: ${some(people, MOST_NAMES)}` : '';
    return joined([words`${missing} more of ${role}${whose}${who}`]);
  });
}
