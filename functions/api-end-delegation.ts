import { app } from '@azure/functions';
import { endDelegation } from '../shared/host/http/routes/delegations.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-end-delegation', onHttp(endDelegation));
