import type { Activity } from './activity.ts';
import type { ChatState } from './chat-state.ts';
import type { Answer } from './faults.ts';
import type { Member } from './places.ts';

/** A call of the app to the service. */
export interface Call {
  readonly method: string;
  /** Of the service's API, as in `/v3/conversations/ID/activities`. */
  readonly path: string;
  /** Without the thread. */
  readonly placeId: string;
  readonly authorization?: string;
  readonly body?: Activity;
}

const NO_CONVERSATION = problem(404, 'ConversationNotFound', 'Conversation not found.');
const NO_MESSAGE = problem(404, 'ActivityNotFoundInConversation', 'Message does not exist in the thread.');
/** Teams gives no reason. @see https://github.com/microsoft/BotFramework-Services/issues/269 */
const TAKEN_AWAY = problem(403, 'ServiceError', 'Unknown');
const NO_MEMBER = problem(404, 'MemberNotFoundInConversation', 'Member not found in conversation.');
const NOT_UNDERSTOOD = problem(400, 'BadArgument', 'Invalid input.');

/** What the service makes of one call, and answers. */
export function answerCall(state: ChatState, { method, path, body }: Call): Answer {
  const [, , area, conversation, what, id] = path.split('/').map(decodeURIComponent);
  if (area !== 'conversations') return { status: 404 };
  if (conversation === undefined) return method === 'POST' ? createConversation(state, body) : { status: 405 };
  const [placeId = '', thread] = conversation.split(';messageid=');
  if (what === 'members' && method === 'GET') return membersOf(state, placeId, id);
  if (!state.place(placeId)) return NO_CONVERSATION;
  if (thread !== undefined && !state.find(placeId, thread)) return NO_CONVERSATION;
  if (what !== 'activities') return { status: 404 };
  if (method === 'POST') return post(state, { placeId, ...(thread && { thread }) }, body);
  if (method === 'PUT' && id) return update(state, placeId, id, body);
  if (method === 'DELETE' && id) return state.remove(placeId, id) ? { status: 200 } : NO_MESSAGE;
  return { status: 405 };
}

/** The id of what a call answers is not looked at: Teams puts an answer where the conversation's id says. */
function post(state: ChatState, where: { placeId: string; thread?: string }, activity: Activity | undefined): Answer {
  if (!isMessage(activity)) return NOT_UNDERSTOOD;
  return { status: 201, body: { id: state.add({ ...where, by: 'app', activity }).id } };
}

function update(state: ChatState, placeId: string, id: string, activity: Activity | undefined): Answer {
  if (!isMessage(activity)) return NOT_UNDERSTOOD;
  if (state.wasRemoved(placeId, id)) return TAKEN_AWAY;
  const changed = state.change(placeId, id, activity);
  return changed ? { status: 200, body: { id } } : NO_MESSAGE;
}

/** @param placeId or a team, whose channels all have the same members */
function membersOf(state: ChatState, placeId: string, id: string | undefined): Answer {
  const places = state.placesOf(placeId);
  if (places.length === 0) return NO_CONVERSATION;
  const members = places.flatMap((place) => state.members(place.id));
  if (id === undefined) return { status: 200, body: members.map(accountOf) };
  const found = members.find((member) => member.id === id || member.aadObjectId === id);
  return found ? { status: 200, body: accountOf(found) } : NO_MEMBER;
}

/** A personal conversation with whoever is named; for who has one already, that one. */
function createConversation(state: ChatState, body: Activity | undefined): Answer {
  const [member] = (body?.['members'] ?? []) as readonly Member[];
  const { tenantId } = (body ?? {}) as { tenantId?: string };
  if (!member?.id || !tenantId) return NOT_UNDERSTOOD;
  const id = `a:personal-${member.id}`;
  if (!state.place(id)) {
    state.open({ id, kind: 'personal', tenantId });
    state.join(id, member);
  }
  return { status: 201, body: { id } };
}

function accountOf({ id, name, aadObjectId, tenantId }: Member) {
  return { id, name, ...(aadObjectId && { aadObjectId }), ...(tenantId && { tenantId }), userRole: 'user' };
}

function isMessage(activity: Activity | undefined): activity is Activity {
  return activity?.type === 'message' && Boolean(activity.text || activity.attachments?.length);
}

function problem(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}
