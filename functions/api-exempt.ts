import { app } from '@azure/functions';
import { addExemption } from '../shared/host/http/routes/exemptions.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-exempt', onHttp(addExemption));
