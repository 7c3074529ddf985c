import { app } from '@azure/functions';
import { listExemptions } from '../shared/host/http/routes/exemptions.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-exemptions', onHttp(listExemptions));
