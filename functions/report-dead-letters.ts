import { app } from '@azure/functions';
import { onTimer } from '../shared/host/on-timer.ts';

app.timer('report-dead-letters', {
  schedule: '0 */5 * * * *',
  handler: onTimer((fleet) => fleet.reportDeadLetters()),
});
