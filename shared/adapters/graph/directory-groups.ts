import type { TokenCredential } from '@azure/identity';
import { request } from 'undici';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Deadline } from '../../ports/deadline.ts';
import type { DirectoryGroups, GroupsAnswer } from '../../ports/directory-groups.ts';

const GRAPH = 'https://graph.microsoft.com';
const SCOPE = 'https://graph.microsoft.com/.default';

/** Groups in one question, as Graph has it. */
const MOST_GROUPS = 20;

/** A person waits for the answer in a chat. */
const ANSWER_MS = 8_000;

/** Somebody who was taken out of a group speaks for it no longer than this. */
const KEPT_MS = 60_000;

const Answer = z.object({ value: z.array(z.string()) });

/** A person of another directory, or an id that is none: nothing follows from it but that they are in no group. */
const NOT_KNOWN: readonly number[] = [400, 404];

/**
 * Asks Microsoft Graph, as the identity that reads the fleet. What was seen is believed for a minute; a failure is not kept.
 *
 * @see https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups
 */
export function graphDirectoryGroups(
  credential: TokenCredential,
  clock: Clock,
  deadline: Deadline,
  graph = GRAPH,
): DirectoryGroups {
  const kept = new Map<string, { readonly until: number; readonly answer: GroupsAnswer }>();

  async function ask(personId: string, groupIds: readonly string[]): Promise<GroupsAnswer> {
    const signal = deadline(ANSWER_MS);
    let token: string | undefined;
    try {
      token = (await credential.getToken(SCOPE, { abortSignal: signal }))?.token;
    } catch {
      token = undefined;
    }
    if (!token) return unknown('Signing in to Microsoft Graph did not work.');
    try {
      const { statusCode, body } = await request(
        `${graph}/v1.0/users/${encodeURIComponent(personId)}/checkMemberGroups`,
        {
          method: 'POST',
          signal,
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'user-agent': 'image-steward',
          },
          body: JSON.stringify({ groupIds }),
        },
      );
      const text = await body.text();
      if (statusCode === 200) return { kind: 'seen', groupIds: inLowerCase(Answer.parse(JSON.parse(text)).value) };
      return NOT_KNOWN.includes(statusCode) ? { kind: 'seen', groupIds: [] } : unknown(meaningOf(statusCode));
    } catch (error) {
      if (signal.aborted) return unknown(`Microsoft Graph did not answer within ${ANSWER_MS / 1000} seconds.`);
      if (error instanceof SyntaxError || error instanceof z.ZodError) {
        return unknown('Microsoft Graph gave an answer that could not be understood.');
      }
      return unknown('Microsoft Graph cannot be reached.');
    }
  }

  return {
    async memberOf(personId, groupIds) {
      const asked = [...new Set(inLowerCase(groupIds))].toSorted();
      if (asked.length === 0) return { kind: 'seen', groupIds: [] };
      const key = JSON.stringify([personId.toLowerCase(), asked]);
      const now = clock.now();
      const known = kept.get(key);
      if (known && known.until > now) return known.answer;
      const found: string[] = [];
      for (let from = 0; from < asked.length; from += MOST_GROUPS) {
        const answer = await ask(personId, asked.slice(from, from + MOST_GROUPS));
        if (answer.kind === 'unknown') return answer;
        found.push(...answer.groupIds);
      }
      const answer: GroupsAnswer = { kind: 'seen', groupIds: found };
      for (const [old, { until }] of kept) if (until <= now) kept.delete(old);
      kept.set(key, { until: now + KEPT_MS, answer });
      return answer;
    },
  };
}

function inLowerCase(ids: readonly string[]): string[] {
  return ids.map((id) => id.toLowerCase());
}

function meaningOf(status: number): string {
  if (status === 401) return 'Microsoft Graph did not accept the sign-in (401).';
  if (status === 403) {
    return 'Microsoft Graph may not be asked who is in a group (403): grant GroupMember.Read.All and User.Read.All, as docs/permissions.md says.';
  }
  if (status === 429) return 'Microsoft Graph is asked too often (429): try again in a minute.';
  return `Microsoft Graph answered ${status}.`;
}

function unknown(why: string): GroupsAnswer {
  return { kind: 'unknown', why };
}
