import { app } from '@azure/functions';
import { orderOnMigration } from '../shared/host/http/routes/migrations.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-migration-order', onHttp(orderOnMigration));
