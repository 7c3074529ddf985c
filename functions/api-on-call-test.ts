import { app } from '@azure/functions';
import { testOnCall } from '../shared/host/http/routes/alerts.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-on-call-test', onHttp(testOnCall));
