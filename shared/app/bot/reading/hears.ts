import type { ClusterTag, Hears } from '../../../domain/chat/conversation.ts';

export type HearsMeant =
  | { readonly kind: 'clear'; readonly value: Hears }
  | { readonly kind: 'unclear'; readonly why: string };

const MOST_TAGS = 20;
/** As Azure has it: the longest name and the longest value of a tag. */
const LONGEST_KEY = 512;
const LONGEST_VALUE = 256;

/** Which clusters somebody wants to hear about: `everything`, `nothing`, or tags, of which a cluster carries at least one. */
export function hearsMeant(said: readonly string[]): HearsMeant {
  const [first = '', ...more] = said;
  const word = first.toLowerCase();
  if (more.length === 0 && ['everything', 'all', 'every'].includes(word)) return clear({ kind: 'everything' });
  if (more.length === 0 && ['nothing', 'none', 'off'].includes(word)) return clear({ kind: 'nothing' });
  const tags: ClusterTag[] = [];
  for (const one of said.filter((text) => !['to', 'or', 'and'].includes(text.toLowerCase()))) {
    const at = one.indexOf('=');
    const key = one.slice(0, Math.max(0, at)).trim();
    const value = one.slice(at + 1).trim();
    if (at < 0 || key === '' || value === '') return unclear(`“${one}” is no tag: it is said as KEY=VALUE.`);
    if (key.length > LONGEST_KEY || value.length > LONGEST_VALUE) return unclear('No tag is that long.');
    tags.push({ key, value });
  }
  if (tags.length === 0) return unclear('Everything, nothing, or which tags?');
  return tags.length > MOST_TAGS ? unclear(`${MOST_TAGS} tags at most.`) : clear({ kind: 'tags', tags });
}

function clear(value: Hears): HearsMeant {
  return { kind: 'clear', value };
}

function unclear(why: string): HearsMeant {
  return { kind: 'unclear', why };
}
