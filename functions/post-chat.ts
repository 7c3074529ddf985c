import { app } from '@azure/functions';
import { PostChat } from '../shared/app/messages.ts';
import { onMessage } from '../shared/host/on-message.ts';

app.serviceBusQueue('post-chat', {
  connection: 'ServiceBus',
  queueName: 'post-chat',
  isSessionsEnabled: true, // session = conversation, so that its messages come in order
  handler: onMessage(PostChat, (message, fleet) => fleet.postChat(message)),
});
