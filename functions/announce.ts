import { app } from '@azure/functions';
import { onTimer } from '../shared/host/on-timer.ts';

app.timer('announce', {
  schedule: '%ANNOUNCE_SCHEDULE%',
  handler: onTimer((fleet) => fleet.announce()),
});
