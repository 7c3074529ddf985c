import { app } from '@azure/functions';
import { listMigrations } from '../shared/host/http/routes/migrations.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('api-migrations', onHttp(listMigrations));
