import { app } from '@azure/functions';
import { onTimer } from '../shared/host/on-timer.ts';

app.timer('start-sweep', {
  schedule: '%SWEEP_SCHEDULE%',
  // A sweep that was recorded and not sent is gone on with, so asking again soon is what mends it.
  retry: { strategy: 'fixedDelay', maxRetryCount: 3, delayInterval: { seconds: 30 } },
  handler: onTimer((fleet) => fleet.startSweep()),
});
