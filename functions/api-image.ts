import { app } from '@azure/functions';
import { showImage } from '../shared/host/http/routes/fleet.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-image', onHttp(showImage));
