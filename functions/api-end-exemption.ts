import { app } from '@azure/functions';
import { endExemption } from '../shared/host/http/routes/exemptions.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-end-exemption', onHttp(endExemption));
