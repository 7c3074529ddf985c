import { app } from '@azure/functions';
import { Notify } from '../shared/app/messages.ts';
import { onMessage } from '../shared/host/on-message.ts';

app.serviceBusQueue('notify', {
  connection: 'ServiceBus',
  queueName: 'notify',
  handler: onMessage(Notify, (message, fleet) => fleet.notify(message)),
});
