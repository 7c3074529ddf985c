import { app } from '@azure/functions';
import { signOffPlan } from '../shared/host/http/routes/sign-offs.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-sign-off', onHttp(signOffPlan));
