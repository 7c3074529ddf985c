import { app } from '@azure/functions';
import { InspectCluster } from '../shared/app/messages.ts';
import { onMessage } from '../shared/host/on-message.ts';

app.serviceBusQueue('inspect-cluster', {
  connection: 'ServiceBus',
  queueName: 'inspect-cluster',
  handler: onMessage(InspectCluster, (message, fleet) => fleet.inspectCluster(message)),
});
