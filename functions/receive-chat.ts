import { app } from '@azure/functions';
import { onChat } from '../shared/host/on-chat.ts';

app.http('receive-chat', {
  route: 'api/messages',
  methods: ['POST'],
  authLevel: 'anonymous', // the Bot Framework's token is the check
  handler: onChat(),
});
