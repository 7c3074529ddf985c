import { app } from '@azure/functions';
import { AdvanceMigration } from '../shared/app/messages.ts';
import { onMessage } from '../shared/host/on-message.ts';

app.serviceBusQueue('advance-migration', {
  connection: 'ServiceBus',
  queueName: 'advance-migration',
  isSessionsEnabled: true,
  handler: onMessage(AdvanceMigration, (message, fleet) => fleet.advanceMigration(message)),
});
