import type { ChatRequest, ChatResponse } from '../../ports/chat.ts';
import type { Fleet } from '../fleet.ts';
import type { Parts } from '../parts.ts';
import { handleEvent } from './handle-event.ts';

/** What a chat service brings to our door; without a chat there is no door. */
export async function receiveChat(parts: Parts, fleet: Fleet, request: ChatRequest): Promise<ChatResponse> {
  if (!parts.chatDoor) return { status: 404 };
  return parts.chatDoor.receive(request, (event) => handleEvent(parts, fleet, event));
}
