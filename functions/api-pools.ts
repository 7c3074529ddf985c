import { app } from '@azure/functions';
import { listPools } from '../shared/host/http/routes/fleet.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-pools', onHttp(listPools));
