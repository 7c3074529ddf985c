import { app } from '@azure/functions';
import { onTimer } from '../shared/host/on-timer.ts';

app.timer('review-exemptions', {
  schedule: '0 10 * * * *',
  handler: onTimer((fleet) => fleet.reviewExemptions()),
});
