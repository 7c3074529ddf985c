import { describe, expect, test } from 'vitest';
import { SHOP } from './sample-fleet.ts';
import { type Answer, givenSimulator, pathOf, sample, shape } from './support.ts';

const POOLS = `/subscriptions/${SHOP}/resourceGroups/rg-shop-prod/providers/Microsoft.ContainerService/managedClusters/aks-shop-prod-01/agentPools`;
const V = 'api-version=2026-08-01';
const MINUTE = 60;

const local = (url: string | string[] | undefined): string => String(url).replace(/^https:\/\/127\.0\.0\.1:\d+/, '');
const statusPath = (answer: Answer): string => local(answer.headers['azure-asyncoperation']);

describe('a pool is moved to the newest image', () => {
  test('the first answer and the polls have the shapes of the samples', async () => {
    const { ask, control } = await givenSimulator();
    const recorded = sample('upgradenodeimage-202');

    const begun = await ask('POST', pathOf(recorded));
    expect(begun.status).toBe(202);
    expect(shape(begun.body)).toEqual(shape(recorded.response.body));
    expect(begun.body.properties.provisioningState).toBe('UpgradingNodeImageVersion');
    expect(begun.headers['retry-after']).toBe('15');
    for (const header of ['azure-asyncoperation', 'location'] as const) {
      const withoutId = (url: string) => url.replace(/[0-9a-f-]{36}\?/, 'ID?');
      expect(withoutId(local(begun.headers[header]))).toBe(
        withoutId(String(recorded.response.headers[header]).replace('https://management.azure.com', '')),
      );
    }
    const running = await ask('GET', statusPath(begun));
    expect(shape(running.body)).toEqual(shape(sample('operation-inprogress').response.body));
    expect(running.headers['retry-after']).toBe('15');

    control.change({ change: 'advance-clock', seconds: 60 * MINUTE });
    const over = await ask('GET', statusPath(begun));
    expect(shape(over.body)).toEqual(shape(sample('operation-succeeded').response.body));
    expect(over.body).toMatchObject({
      status: 'Succeeded',
      startTime: expect.stringMatching(/^2026-09-02T01:00:\d\d\.\d{7}Z$/),
    });
    expect(over.headers).not.toHaveProperty('retry-after');
  });

  test('its nodes follow one after the other, and the pool itself at the end', async () => {
    const { ask, control } = await givenSimulator();
    const newest = 'AKSUbuntu-2404gen2containerd-202608.26.0';
    const images = async () => {
      const { body } = await ask('GET', `${POOLS}/userpool/machines?api-version=2026-06-02-preview`);
      return body.value.filter(
        (one: { properties: { nodeImageVersion: string } }) => one.properties.nodeImageVersion === newest,
      ).length;
    };
    const pool = async () => (await ask('GET', `${POOLS}/userpool?${V}`)).body.properties;
    await ask('POST', `${POOLS}/userpool/upgradeNodeImageVersion?${V}`);

    // 12 nodes, a third at a time (33 % of 12 is 4): three rounds of five minutes.
    const seen: [number, string, string][] = [];
    for (let look = 0; look < 3; look++) {
      const { nodeImageVersion, provisioningState } = await pool();
      seen.push([await images(), nodeImageVersion, provisioningState]);
      control.change({ change: 'advance-clock', seconds: 8 * MINUTE });
    }

    expect(seen).toEqual([
      [0, 'AKSUbuntu-2404gen2containerd-202608.20.0', 'UpgradingNodeImageVersion'],
      [6, 'AKSUbuntu-2404gen2containerd-202608.20.0', 'UpgradingNodeImageVersion'],
      [12, newest, 'Succeeded'],
    ]);
    const profile = await ask('GET', `${POOLS}/userpool/upgradeProfiles/default?${V}`);
    expect(profile.body.properties).toMatchObject({
      latestNodeImageVersion: newest,
      recentlyUsedVersions: [
        {
          nodeImageVersion: 'AKSUbuntu-2404gen2containerd-202608.20.0',
          orchestratorVersion: '1.34.9',
          timestamp: expect.stringMatching(/^2026-09-02T01:15/),
        },
      ],
    });
  });

  test('by the place of the result: 202 while it runs, the pool afterwards', async () => {
    const { ask, control } = await givenSimulator();
    const begun = await ask('POST', `${POOLS}/gpu/upgradeNodeImageVersion?${V}`);

    const running = await ask('GET', local(begun.headers.location));
    control.change({ change: 'advance-clock', seconds: 60 * MINUTE });
    const over = await ask('GET', local(begun.headers.location));

    expect([running.status, running.text, running.headers.location]).toEqual([202, '', begun.headers.location]);
    expect([over.status, over.body.name, over.body.properties.provisioningState]).toEqual([200, 'gpu', 'Succeeded']);
  });

  test('a failed one is an answer of 200 that says so, and leaves half of the nodes behind', async () => {
    const { ask, control } = await givenSimulator();
    control.addFault({ kind: 'fail-change', pool: 'aks-shop-prod-01/azl3', message: 'Drain node failed.', times: 1 });
    const begun = await ask('POST', `${POOLS}/azl3/upgradeNodeImageVersion?${V}`);
    control.change({ change: 'advance-clock', seconds: 60 * MINUTE });

    const over = await ask('GET', statusPath(begun));
    const result = await ask('GET', local(begun.headers.location));
    const pool = await ask('GET', `${POOLS}/azl3?${V}`);
    const machines = await ask('GET', `${POOLS}/azl3/machines?api-version=2026-06-02-preview`);

    expect(over.status).toBe(200);
    expect(shape(over.body)).toEqual(shape(sample('operation-failed-drain').response.body));
    expect(over.body.error).toEqual({ code: 'UpgradeFailed', message: 'Drain node failed.' });
    expect([result.status, result.body.error.code]).toEqual([409, 'UpgradeFailed']);
    expect(shape(pool.body.properties.status)).toEqual(
      shape(sample('agentpool-get-failed').response.body.properties.status),
    );
    expect(pool.body.properties.provisioningState).toBe('Failed');
    expect(
      machines.body.value.map((one: { properties: { nodeImageVersion: string } }) => one.properties.nodeImageVersion),
    ).toEqual([
      'AKSAzureLinux-V3gen2-202608.26.0',
      'AKSAzureLinux-V3gen2-202608.20.0',
      'AKSAzureLinux-V3gen2-202608.20.0',
    ]);
  });

  test('a cancelled one says that it was', async () => {
    const { ask, control } = await givenSimulator();
    control.addFault({
      kind: 'fail-change',
      canceled: true,
      code: 'OperationCanceled',
      message: 'Cancelled by the caller.',
    });
    const begun = await ask('POST', `${POOLS}/azl3/upgradeNodeImageVersion?${V}`);
    control.change({ change: 'advance-clock', seconds: 60 * MINUTE });

    const over = await ask('GET', statusPath(begun));

    expect(shape(over.body)).toEqual(shape(sample('operation-canceled').response.body));
    expect(over.body.status).toBe('Canceled');
  });

  test('an operation can be asked about for a day after its end, not longer', async () => {
    const { ask, control } = await givenSimulator();
    // Three nodes, one at a time: 15 minutes.
    const begun = await ask('POST', `${POOLS}/azl3/upgradeNodeImageVersion?${V}`);
    control.change({ change: 'advance-clock', seconds: 24 * 60 * MINUTE });

    const within = await ask('GET', statusPath(begun));
    control.change({ change: 'advance-clock', seconds: 15 * MINUTE + 1 });
    const beyond = await ask('GET', statusPath(begun));

    expect([within.status, within.body.status]).toEqual([200, 'Succeeded']);
    expect([beyond.status, beyond.body.error.code]).toEqual([404, 'ResourceNotFound']);
  });
});

describe('what AKS refuses', () => {
  test('a second change of the same cluster while one runs, in the words of the sample', async () => {
    const { ask } = await givenSimulator();
    await ask('POST', `${POOLS}/userpool/upgradeNodeImageVersion?${V}`);

    const answers = [
      await ask('POST', `${POOLS}/userpool/upgradeNodeImageVersion?${V}`),
      await ask('PUT', `${POOLS}/gpu?${V}`, { body: { properties: { count: 3 } } }),
      await ask('DELETE', `${POOLS}/gpu?${V}`),
    ];

    const recorded = JSON.stringify(sample('error-409-operationnotallowed').response.body).replace(
      'userpool - Upgrading)',
      'userpool - UpgradingNodeImageVersion)',
    );
    for (const { status, text } of answers) expect([status, text]).toEqual([409, recorded]);
  });

  test('upgrading the image of a pool that node auto-provisioning made', async () => {
    const { ask } = await givenSimulator();
    const path = `/subscriptions/${SHOP}/resourceGroups/rg-nap/providers/Microsoft.ContainerService/managedClusters/aks-nap-01/agentPools/aksmanagedap`;

    const { status, body } = await ask('POST', `${path}/upgradeNodeImageVersion?${V}`);

    expect({ status, body }).toEqual({ status: 400, body: sample('error-400-machines-pool').response.body });
  });

  test.each([
    [{ count: 1001 }, 'agentPoolProfile.count'],
    [{ upgradeSettings: { maxSurge: '0' } }, 'agentPoolProfile.upgrade.maxSurge'],
    [{ upgradeSettings: { maxSurge: '101%' } }, 'agentPoolProfile.upgrade.maxSurge'],
    [{ upgradeSettings: { maxSurge: 'many' } }, 'agentPoolProfile.upgrade.maxSurge'],
  ])('a setting out of its bounds: %j', async (properties, target) => {
    const { ask } = await givenSimulator();

    const { status, body } = await ask('PUT', `${POOLS}/gpu?${V}`, { body: { properties } });

    expect([status, body.error.code, body.error.target]).toEqual([400, 'InvalidParameter', target]);
    expect(shape(body)).toEqual(shape(sample('error-400-invalidparameter').response.body));
  });

  test('an older image', async () => {
    const { ask } = await givenSimulator();
    const recorded = sample('error-400-nodeimage-not-accepted');

    const { status, body } = await ask('PUT', pathOf(recorded), {
      body: { properties: { nodeImageVersion: 'AKSUbuntu-2204gen2containerd-202602.13.5' } },
    });

    const expected = JSON.stringify(recorded.response.body).replace(
      'AKSAzureLinux-V3gen2-202602.13.5',
      'AKSAzureLinux-V3gen2-202608.20.0',
    );
    expect([status, JSON.stringify(body)]).toEqual([400, expected]);
  });

  test('another VM size for a pool that is there', async () => {
    const { ask } = await givenSimulator();

    const { status, body } = await ask('PUT', `${POOLS}/gpu?${V}`, {
      body: { properties: { vmSize: 'Standard_D4s_v5' } },
    });

    expect([status, body.error.code]).toEqual([400, 'PropertyChangeNotAllowed']);
  });

  test('deleting the last system pool', async () => {
    const { ask } = await givenSimulator();

    const { status, body } = await ask('DELETE', `${POOLS}/systempool?${V}`);

    expect([status, body.error.message]).toEqual([400, 'There has to be at least one system agent pool.']);
  });
});

describe('etags', () => {
  const put = { properties: { count: 4 } };

  test('If-Match with the current etag passes, with an older one it is 412 in the words of the sample', async () => {
    const { ask, control } = await givenSimulator();
    const { eTag } = (await ask('GET', `${POOLS}/userpool?${V}`)).body.properties;

    const first = await ask('PUT', `${POOLS}/userpool?${V}`, { body: put, headers: { 'if-match': eTag } });
    control.change({ change: 'advance-clock', seconds: 10 * MINUTE });
    const second = await ask('PUT', `${POOLS}/userpool?${V}`, { body: put, headers: { 'if-match': eTag } });

    expect(first.status).toBe(200);
    expect([second.status, second.body]).toEqual([412, sample('error-412-precondition').response.body]);
  });

  test('If-None-Match: * does not touch a pool that is there', async () => {
    const { ask } = await givenSimulator();

    const { status } = await ask('PUT', `${POOLS}/userpool?${V}`, { body: put, headers: { 'if-none-match': '*' } });

    expect(status).toBe(412);
  });

  test('an older etag in the body is 409 EtagMismatch, without the error wrapper', async () => {
    const { ask } = await givenSimulator();

    const { status, body } = await ask('PUT', `${POOLS}/userpool?${V}`, {
      body: { properties: { count: 4, eTag: 'older' } },
    });

    const recorded = sample('error-409-etagmismatch').response.body;
    expect([status, body]).toEqual([409, { ...recorded, subcode: 'PutAgentPool_FailedPrecondition' }]);
  });
});

describe('pools come, change and go', () => {
  test('a new pool takes the newest image that its OS SKU means', async () => {
    const { ask, control } = await givenSimulator();
    const properties = { count: 2, vmSize: 'Standard_D4ps_v5', osSKU: 'Ubuntu2404', mode: 'User' };

    const begun = await ask('PUT', `${POOLS}/fresh?${V}`, { body: { properties } });
    control.change({ change: 'advance-clock', seconds: 10 * MINUTE });
    const { body } = await ask('GET', `${POOLS}/fresh?${V}`);

    expect([begun.status, begun.body.properties.provisioningState]).toEqual([201, 'Creating']);
    expect(begun.headers).toHaveProperty('azure-asyncoperation');
    expect(body.properties).toMatchObject({
      ...properties,
      provisioningState: 'Succeeded',
      nodeImageVersion: 'AKSUbuntu-2404gen2arm64containerd-202608.20.0',
      currentOrchestratorVersion: '1.34.9',
    });
  });

  test('another OS SKU brings an image of another family', async () => {
    const { ask, control } = await givenSimulator();

    await ask('PUT', `${POOLS}/gpu?${V}`, { body: { properties: { osSKU: 'Ubuntu2404' } } });
    control.change({ change: 'advance-clock', seconds: 60 * MINUTE });
    const { body } = await ask('GET', `${POOLS}/gpu?${V}`);

    expect(body.properties).toMatchObject({
      osSKU: 'Ubuntu2404',
      nodeImageVersion: 'AKSUbuntu-2404gen2containerd-202608.26.0',
      provisioningState: 'Succeeded',
    });
  });

  test('settings that nobody knows survive being read and written back', async () => {
    const { ask, control } = await givenSimulator();
    const before = (await ask('GET', `${POOLS}/userpool?${V}`)).body;
    const sent = {
      ...before.properties,
      futureProfile: { mode: 'Bold' },
      upgradeSettings: { ...before.properties.upgradeSettings, drainTimeoutInMinutes: 45, futureField: 'x' },
    };

    await ask('PUT', `${POOLS}/userpool?${V}`, { body: { properties: sent } });
    control.change({ change: 'advance-clock', seconds: 10 * MINUTE });
    const { body } = await ask('GET', `${POOLS}/userpool?${V}`);

    expect({ ...body.properties, eTag: '' }).toEqual({ ...sent, eTag: '' });
  });

  test('deleted machines are gone, and the others keep their names', async () => {
    const { ask, control } = await givenSimulator();
    const names = async () =>
      (await ask('GET', `${POOLS}/gpu/machines?${V}`)).body.value.map((one: { name: string }) => one.name);
    const before = await names();

    const begun = await ask('POST', `${POOLS}/gpu/deleteMachines?${V}`, { body: { machineNames: [before[0]] } });
    control.change({ change: 'advance-clock', seconds: 10 * MINUTE });
    await ask('PUT', `${POOLS}/gpu?${V}`, { body: { properties: { count: 2 } } });
    control.change({ change: 'advance-clock', seconds: 10 * MINUTE });

    const recorded = sample('deletemachines-202');
    expect([begun.status, begun.text]).toEqual([recorded.response.status, '']);
    for (const header of ['location', 'azure-asyncoperation']) expect(begun.headers).toHaveProperty(header);
    expect(await names()).toEqual([before[1], before[1].replace(/1$/, '2')]);
  });

  test('a machine that is not there cannot be deleted', async () => {
    const { ask } = await givenSimulator();

    const { status, body } = await ask('POST', `${POOLS}/gpu/deleteMachines?${V}`, {
      body: { machineNames: ['elsewhere'] },
    });

    expect([status, body.error.code]).toEqual([400, 'InvalidParameter']);
  });

  test('a pool can be stopped', async () => {
    const { ask, control } = await givenSimulator();

    await ask('PUT', `${POOLS}/gpu?${V}`, { body: { properties: { powerState: { code: 'Stopped' } } } });
    control.change({ change: 'advance-clock', seconds: 10 * MINUTE });
    const { body } = await ask('GET', `${POOLS}/gpu?${V}`);

    expect([body.properties.powerState, body.properties.count]).toEqual([{ code: 'Stopped' }, 0]);
  });

  test('a deleted pool is there until the change ends', async () => {
    const { ask, control } = await givenSimulator();

    const begun = await ask('DELETE', `${POOLS}/gpu?${V}`);
    const meanwhile = await ask('GET', `${POOLS}/gpu?${V}`);
    control.change({ change: 'advance-clock', seconds: 10 * MINUTE });
    const after = await ask('GET', `${POOLS}/gpu?${V}`);
    const result = await ask('GET', local(begun.headers.location));

    expect([begun.status, meanwhile.body.properties.provisioningState, after.status, result.status]).toEqual([
      202,
      'Deleting',
      404,
      204,
    ]);
  });
});
