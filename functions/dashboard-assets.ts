import { app } from '@azure/functions';
import { showAsset } from '../shared/host/http/routes/assets.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('dashboard-assets', onHttp(showAsset));
