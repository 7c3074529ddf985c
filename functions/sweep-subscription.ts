import { app } from '@azure/functions';
import { SweepSubscription } from '../shared/app/messages.ts';
import { onMessage } from '../shared/host/on-message.ts';

app.serviceBusQueue('sweep-subscription', {
  connection: 'ServiceBus',
  queueName: 'sweep-subscription',
  handler: onMessage(SweepSubscription, (message, fleet) => fleet.sweepSubscription(message)),
});
