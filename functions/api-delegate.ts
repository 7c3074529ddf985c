import { app } from '@azure/functions';
import { addDelegation } from '../shared/host/http/routes/delegations.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-delegate', onHttp(addDelegation));
