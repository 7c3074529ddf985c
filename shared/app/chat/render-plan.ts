import type { Conversation } from '../../domain/chat/conversation.ts';
import type { ChatMessage, Mention } from '../../domain/chat/message.ts';
import { askedPeople } from '../../domain/sign-off/asked.ts';
import type { CardContext } from '../bot/cards/context.ts';
import { signOffCard } from '../bot/cards/sign-off-card.ts';
import type { Fleet } from '../fleet.ts';
import type { SignOffsView } from '../migration-views.ts';
import type { Parts } from '../parts.ts';
import { factsOf } from '../sign-off.ts';
import { callable, mentionOf } from './whom-to-call.ts';

/** A plan and its sign-offs; `undefined`: the plan is not kept any more. */
export async function renderPlan(
  parts: Parts,
  fleet: Fleet,
  planHash: string,
  conversation: Conversation,
  context: CardContext,
): Promise<ChatMessage | undefined> {
  const [plan, signOffs, { regions }] = await Promise.all([
    fleet.plan(planHash),
    fleet.signOffs(planHash),
    parts.planning.load(),
  ]);
  if (!plan || !signOffs) return undefined;
  const asked = callable(await askedOf(parts, planHash, signOffs), conversation);
  const zoneOf = (region: string) => regions.regions.get(region.toLowerCase())?.timeZone;
  return signOffCard({ plan, signOffs, asked, zoneOf }, context);
}

/** The view names them; who is to notice has to be known by directory id. */
async function askedOf(parts: Parts, planHash: string, { awaited }: SignOffsView): Promise<Mention[]> {
  if (awaited.length === 0) return [];
  const found = await parts.plans.find(planHash);
  return found ? askedPeople(awaited, await factsOf(parts, found.plan)).map(mentionOf) : [];
}
