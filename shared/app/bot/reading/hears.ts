import { type ClusterTag, type Hears, LONGEST_TAG, MOST_TAGS } from '../../../domain/chat/conversation.ts';

export type HearsMeant =
  | { readonly kind: 'clear'; readonly value: Hears }
  | { readonly kind: 'unclear'; readonly why: string };

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
    if (key.length > LONGEST_TAG.key || value.length > LONGEST_TAG.value) return unclear('No tag is that long.');
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
