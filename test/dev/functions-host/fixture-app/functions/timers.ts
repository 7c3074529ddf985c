import { app } from '@azure/functions';

const handed: unknown[] = [];

app.timer('at-start', {
  schedule: '%FIXTURE_SCHEDULE%',
  runOnStartup: true,
  handler: (timer) => {
    handed.push(timer);
  },
});
app.http('timer-runs', { methods: ['GET'], handler: () => ({ jsonBody: handed }) });
