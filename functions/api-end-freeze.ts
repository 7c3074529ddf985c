import { app } from '@azure/functions';
import { endFreeze } from '../shared/host/http/routes/freeze.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-end-freeze', onHttp(endFreeze));
