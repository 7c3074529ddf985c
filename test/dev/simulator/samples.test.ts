import { describe, expect, test } from 'vitest';
import { givenSimulator, pathOf, sample, shape } from './support.ts';

/** Where the sample's resource is called otherwise in the fleet. */
const MOVED: Readonly<Record<string, readonly [string, string]>> = {
  'agentpool-get-failed': [
    'rg-shop-prod/providers/Microsoft.ContainerService/managedClusters/aks-shop-prod-01',
    DATA(),
  ],
  'agentpool-get-virtualmachines': [
    'rg-shop-prod/providers/Microsoft.ContainerService/managedClusters/aks-shop-prod-01',
    DATA(),
  ],
};

function DATA(): string {
  return 'rg-data-prod/providers/Microsoft.ContainerService/managedClusters/aks-data-01';
}

const HEADERS_THAT_VARY = [
  'etag',
  'x-ms-request-id',
  'x-ms-correlation-request-id',
  'retry-after',
  'location',
  'azure-asyncoperation',
];

describe('reading answers in the shape of the recorded samples', () => {
  test.each([
    'agentpool-get',
    'agentpool-get-failed',
    'agentpool-get-virtualmachines',
    'agentpools-list',
    'agentpool-upgradeprofile',
    'agentpool-upgradeprofile-frozen',
    'machines-list-stable',
    'machines-list-preview',
    'maintenanceconfigurations-list',
    'managedcluster-get',
    'error-404-resourcenotfound',
    'error-404-agentpool',
    'error-404-subscription',
    'error-400-noregisteredprovider',
    'operation-404-expired',
  ])('%s', async (name) => {
    const { ask } = await givenSimulator();
    const recorded = sample(name);
    const path = MOVED[name] ? pathOf(recorded).replace(...MOVED[name]) : pathOf(recorded);

    const answer = await ask(recorded.request.method, path);

    expect(answer.status).toBe(recorded.response.status);
    expect(shape(answer.body)).toEqual(shape(withoutPreviewNull(recorded.response.body)));
    for (const header of Object.keys(recorded.response.headers)) expect(answer.headers).toHaveProperty(header);
    const told = Object.entries(recorded.response.headers).filter(([header]) => !HEADERS_THAT_VARY.includes(header));
    expect(answer.headers).toMatchObject(Object.fromEntries(told));
  });

  test.each([
    'agentpool-get',
    'machines-list-stable',
    'error-404-resourcenotfound',
    'error-404-agentpool',
    'error-404-subscription',
    'operation-404-expired',
    'agentpool-upgradeprofile-frozen',
  ])('%s: values too, where nothing in them is made up by the service', async (name) => {
    const { ask } = await givenSimulator();
    const recorded = sample(name);

    const { body } = await ask(recorded.request.method, pathOf(recorded));

    expect(plain(body)).toEqual(plain(recorded.response.body));
  });

  test('a list of clusters has the shapes of the sample, and no link after the last page', async () => {
    const { ask } = await givenSimulator();
    const recorded = sample('managedclusters-list');

    const { body } = await ask('GET', pathOf(recorded));

    const named = (value: { name: string }[], name: string) => value.find((cluster) => cluster.name === name);
    expect(Object.keys(body)).toEqual(['value']);
    for (const name of ['aks-shop-prod-01', 'aks-nap-01']) {
      expect(shape(named(body.value, name))).toEqual(shape(named(recorded.response.body.value, name)));
    }
  });

  test('a page of a list links to the next one, and the last one is legal even when empty', async () => {
    const { ask } = await givenSimulator();
    const last = sample('managedclusters-list-last-page');

    const { status, body } = await ask('GET', pathOf(last).replace('eyJuIjoiMTAwIn0%3D', 'MTAw'));

    expect({ status, body }).toEqual({ status: 200, body: last.response.body });
  });

  test('subscriptions: the shape of the sample', async () => {
    const { ask } = await givenSimulator();
    const recorded = sample('subscriptions-list');

    const { body, status } = await ask('GET', pathOf(recorded));

    expect(status).toBe(200);
    expect(shape(body.value[0])).toEqual({ ...(shape(recorded.response.body.value[0]) as object) });
    expect(body.value.map((one: { displayName: string; state: string }) => [one.displayName, one.state])).toEqual([
      ['Shop Production', 'Enabled'],
      ['Old Sandbox', 'Disabled'],
    ]);
    expect(body.count).toEqual(recorded.response.body.count);
  });

  test('available versions: the shape of the sample, one of them the default', async () => {
    const { ask } = await givenSimulator();
    const recorded = sample('agentpool-availableversions');

    const { body } = await ask('GET', pathOf(recorded));

    const { properties, ...rest } = body;
    expect({ ...rest, properties: recorded.response.body.properties }).toEqual(recorded.response.body);
    expect(properties.agentPoolVersions).toEqual([
      { kubernetesVersion: '1.34.9' },
      { kubernetesVersion: '1.35.6', default: true },
      { kubernetesVersion: '1.36.2' },
      { kubernetesVersion: '1.37.0', isPreview: true },
    ]);
  });

  test('node image versions (preview): the parts of the sample', async () => {
    const { ask } = await givenSimulator();
    const recorded = sample('nodeimageversions-list-preview');

    const { body } = await ask('GET', pathOf(recorded));

    for (const image of recorded.response.body.value) {
      const same = body.value.find((one: { sku: string; os: string }) => one.sku === image.sku && one.os === image.os);
      expect(shape(same)).toEqual(shape(image));
      expect(same.fullName).toBe(`${image.os}-${image.sku.replace('windows-', '')}-${same.version}`);
    }
  });

  test.each([
    ['maintenanceconfiguration-daily', { every: 'day', days: 3 }],
    ['maintenanceconfiguration-absolutemonthly', { every: 'month', months: 3, dayOfMonth: 31 }],
  ] as const)('%s: the shape of the sample', async (name, schedule) => {
    const { ask, control } = await givenSimulator();
    const recorded = sample(name);
    const { durationHours, utcOffset, startDate, startTime } = recorded.response.body.properties.maintenanceWindow;
    const window = {
      name: 'aksManagedNodeOSUpgradeSchedule',
      schedule,
      durationHours,
      utcOffset,
      startDate,
      startTime,
    };
    control.change({ change: 'set-cluster', cluster: 'aks-shop-prod-01', set: { maintenance: [window] } });

    const { body } = await ask('GET', pathOf(recorded));

    expect(body).toEqual(recorded.response.body);
  });

  test('credentials: a kubeconfig in base64', async () => {
    const { ask } = await givenSimulator();
    const path = `${pathOf(sample('managedcluster-get')).split('?')[0]}/listClusterUserCredential?api-version=2026-08-01`;

    const { status, body } = await ask('POST', path);

    expect(status).toBe(200);
    expect(body.kubeconfigs).toEqual([{ name: 'clusterUser', value: expect.any(String) }]);
    expect(Buffer.from(body.kubeconfigs[0].value, 'base64').toString()).toContain('current-context: aks-shop-prod-01');
  });
});

describe('what ARM refuses before it looks', () => {
  test('a request without a token: 401 in the shape of the sample', async () => {
    const { ask } = await givenSimulator();
    const recorded = sample('error-401-invalidtoken');

    const answer = await ask('GET', pathOf(recorded), { headers: { authorization: '' } });

    expect(answer.status).toBe(401);
    expect(shape(answer.body)).toEqual(shape(recorded.response.body));
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer authorization_uri="https:/);
  });

  test.each([
    ['', 'MissingApiVersionParameter'],
    ['?api-version=2029-01-01', 'NoRegisteredProviderFound'],
    ['?api-version=2026-06-03-preview', 'NoRegisteredProviderFound'],
    ['?api-version=soon', 'NoRegisteredProviderFound'],
  ])('api-version "%s": 400 %s', async (query, code) => {
    const { ask } = await givenSimulator();

    const { status, body } = await ask('GET', `${pathOf(sample('managedcluster-get')).split('?')[0]}${query}`);

    expect([status, body.error.code]).toEqual([400, code]);
  });

  test('an operation that is not simulated: 501, said plainly', async () => {
    const { ask } = await givenSimulator();

    const { status, body } = await ask('PUT', '/subscriptions/x/resourceGroups/y?api-version=2026-08-01', { body: {} });

    expect({ status, body }).toEqual({
      status: 501,
      body: {
        error: {
          code: 'NotSimulated',
          message: 'The simulator has no operation for PUT /subscriptions/x/resourceGroups/y.',
        },
      },
    });
  });

  test('a disabled subscription answers no AKS call', async () => {
    const { ask } = await givenSimulator();

    const { status, body } = await ask(
      'GET',
      '/subscriptions/66666666-7777-4888-8999-000000000000/providers/Microsoft.ContainerService/managedClusters?api-version=2026-08-01',
    );

    expect([status, body.error.code]).toEqual([409, 'ReadOnlyDisabledSubscription']);
  });
});

/** The service writes `isPreview: null` or leaves it out; the simulator always writes it. */
function withoutPreviewNull(body: { properties?: { upgrades?: { isPreview?: null }[] | null } }): unknown {
  const upgrades = body.properties?.upgrades?.map((upgrade) => ({ isPreview: null, ...upgrade }));
  return upgrades ? { ...body, properties: { ...body.properties, upgrades } } : body;
}

/** Without what the service makes up: etags, numbers of scale sets, versions as an alias, the network. */
function plain(body: unknown): unknown {
  return JSON.parse(
    JSON.stringify(body)
      .replace(/-\d{8}-vmss/g, '-00000000-vmss')
      .replace(/"eTag":"[^"]*"/g, '"eTag":"x"')
      .replace(/"orchestratorVersion":"[^"]*"/g, '"orchestratorVersion":"x"')
      .replace(/virtualNetworks\/vnet-\w+/g, 'virtualNetworks/vnet-x'),
  );
}
