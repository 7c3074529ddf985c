import { app } from '@azure/functions';
import { listFindings } from '../shared/host/http/routes/fleet.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-findings', onHttp(listFindings));
