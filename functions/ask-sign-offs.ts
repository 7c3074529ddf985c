import { app } from '@azure/functions';
import { onTimer } from '../shared/host/on-timer.ts';

app.timer('ask-sign-offs', {
  schedule: '%ASK_SCHEDULE%',
  handler: onTimer((fleet) => fleet.askSignOffs()),
});
