import { app } from '@azure/functions';
import { listDelegations } from '../shared/host/http/routes/delegations.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-delegations', onHttp(listDelegations));
