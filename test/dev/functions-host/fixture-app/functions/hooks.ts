import { app } from '@azure/functions';

/** Every hook leaves a trace, in the order in which the host ran them. */
const seen: string[] = [];

app.hook.appStart(() => {
  seen.push('appStart');
});
app.hook.appTerminate(() => {
  console.log('fixture: appTerminate');
});
app.hook.preInvocation((context) => {
  seen.push(`pre ${context.invocationContext.functionName}`);
});
app.hook.postInvocation((context) => {
  seen.push(`post ${context.invocationContext.functionName}`);
});
app.http('hooks', { methods: ['GET'], handler: () => ({ jsonBody: seen }) });
