import { app } from '@azure/functions';
import { PageOnCall } from '../shared/app/messages.ts';
import { onMessage } from '../shared/host/on-message.ts';

app.serviceBusQueue('page-on-call', {
  connection: 'ServiceBus',
  queueName: 'page-on-call',
  handler: onMessage(PageOnCall, (message, fleet) => fleet.pageOnCall(message)),
});
