import type { Fleet } from '../fleet.ts';
import type { PostChat } from '../messages.ts';
import type { Parts } from '../parts.ts';

/** Makes what stands in one conversation about one topic what it is to be now. */
export async function postChat(_parts: Parts, _fleet: Fleet, _message: PostChat): Promise<void> {}
