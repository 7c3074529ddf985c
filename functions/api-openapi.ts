import { app } from '@azure/functions';
import { showOpenapi } from '../shared/host/http/routes/openapi.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-openapi', onHttp(showOpenapi));
