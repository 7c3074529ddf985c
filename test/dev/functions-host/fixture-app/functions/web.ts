import { app } from '@azure/functions';

app.http('echo', {
  methods: ['GET', 'POST'],
  route: 'echo/{id:int}/{rest?}',
  handler: async (request) => ({
    jsonBody: {
      method: request.method,
      params: request.params,
      query: Object.fromEntries(request.query),
      header: request.headers.get('x-fixture'),
      body: await request.text(),
    },
  }),
});
app.http('files', {
  methods: ['GET'],
  route: 'files/{*path}',
  handler: ({ params }) => ({ body: params.path ?? '', cookies: [{ name: 'c', value: 'a b', httpOnly: true }] }),
});
app.http('nothing', { methods: ['GET'], handler: () => undefined as never });
app.http('guarded', { methods: ['GET'], authLevel: 'function', handler: () => ({ body: 'in' }) });
app.http('guarded-more', { methods: ['GET'], authLevel: 'admin', handler: () => ({ body: 'in' }) });
app.http('broken', {
  methods: ['GET'],
  handler: () => {
    throw Object.assign(new Error('a wheel came off\u001b[2J\nsecond line'), { code: 'FIXTURE_BROKEN' });
  },
});
