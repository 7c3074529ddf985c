import { app } from '@azure/functions';
import { EvaluateAlert } from '../shared/app/messages.ts';
import { onMessage } from '../shared/host/on-message.ts';

app.serviceBusQueue('evaluate-alert', {
  connection: 'ServiceBus',
  queueName: 'evaluate-alert',
  handler: onMessage(EvaluateAlert, (message, fleet) => fleet.evaluateAlert(message)),
});
