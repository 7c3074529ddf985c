import { app } from '@azure/functions';
import { showMigrationsPage } from '../shared/host/http/routes/migration-pages.ts';
import { onHttp } from '../shared/host/on-http.ts';

app.http('dashboard-migrations', onHttp(showMigrationsPage));
