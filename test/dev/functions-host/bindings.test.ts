import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { expect, test } from 'vitest';
import type { Binding, FunctionMetadata } from '../../../dev/functions-host/core-api.ts';
import { HostJson } from '../../../dev/functions-host/host-json.ts';
import { readHttpFunction } from '../../../dev/functions-host/http-trigger.ts';
import { checkBindings } from '../../../dev/functions-host/output-bindings.ts';
import { messageInput } from '../../../dev/functions-host/service-bus-message.ts';
import { readQueueSource } from '../../../dev/functions-host/service-bus-trigger.ts';

const limits = HostJson.parse({ version: '2.0' }).extensions.serviceBus;
const binding = (fields: Partial<Binding> & { type: string }): Binding => ({ name: 'b', direction: 'in', ...fields });
const functionWith = (...bindings: Binding[]): FunctionMetadata => ({
  name: 'f',
  bindings: Object.fromEntries(bindings.map((one, index) => [`b${index}`, one])),
});

test('triggers, the HTTP answer and Service Bus queues are carried out', () => {
  const fine = functionWith(
    binding({ type: 'httpTrigger' }),
    binding({ type: 'http', direction: 'out' }),
    binding({ type: 'serviceBus', direction: 'out', queueName: 'q' }),
  );
  expect(() => checkBindings(fine)).not.toThrow();
});

test.each([
  [binding({ type: 'blob', direction: 'out' }), 'the output binding "blob"'],
  [binding({ type: 'table' }), 'the input binding "table"'],
  [binding({ type: 'serviceBus', direction: 'out', topicName: 't' }), 'the output binding "serviceBus"'],
])('a binding that would be lost stops the start: %j', (one, reason) => {
  expect(() => checkBindings(functionWith(one))).toThrow(`function "f" has ${reason}`);
});

test('a queue trigger is read with its settings; host.json decides what it leaves open', () => {
  const trigger = binding({ type: 'serviceBusTrigger', connection: 'Bus', queueName: '%Q%', isSessionsEnabled: true });
  expect(readQueueSource('f', trigger, { Q: 'work' }, limits)).toEqual({
    functionName: 'f',
    queueName: 'work',
    connection: 'Bus',
    sessions: true,
    autoComplete: true,
  });
  expect(readQueueSource('f', { ...trigger, autoCompleteMessages: false }, { Q: 'w' }, limits).autoComplete).toBe(
    false,
  );
});

test.each([
  [{ topicName: 't' }, 'listens to a topic; the local host has queues only'],
  [{ queueName: 'q', cardinality: 'many' }, 'takes messages in batches; the local host gives one at a time'],
])('a Service Bus trigger with %j is refused', (fields, reason) => {
  const trigger = binding({ type: 'serviceBusTrigger', connection: 'Bus', ...fields });
  expect(() => readQueueSource('f', trigger, {}, limits)).toThrow(`function "f" ${reason}`);
});

test('an HTTP trigger without a route has its name, under the prefix; an unknown auth level is refused', () => {
  const trigger = binding({ type: 'httpTrigger', methods: ['get'] });
  const read = (prefix: string) => readHttpFunction('f', trigger, prefix, {});
  expect([read('api').route.template, read('').route.template]).toEqual(['api/f', 'f']);
  expect(read('api')).toMatchObject({ methods: ['GET'], authLevel: 'anonymous' });
  expect(() => readHttpFunction('f', { ...trigger, authLevel: 'user' }, '', {})).toThrow('unknown auth level "user"');
});

const message = (fields: Partial<ServiceBusReceivedMessage>) => messageInput(fields as ServiceBusReceivedMessage);

test.each([
  [{ sweepId: 's' }, { string: '{"sweepId":"s"}' }],
  ['12', { string: '"12"' }],
  [null, { string: 'null' }],
  [Buffer.from('plain text'), { string: 'plain text' }],
  [Buffer.from([0xff, 0x00]), { bytes: Buffer.from([0xff, 0x00]) }],
])('the body %j is handed over as it was on the wire', (body, data) => {
  expect(message({ body }).data).toEqual(data);
});

test('the first delivery is number 1, as the platform counts', () => {
  expect(message({ deliveryCount: 0 }).metadata).toMatchObject({ DeliveryCount: { int: 1 } });
  expect(message({ deliveryCount: 2, sessionId: 'a' }).metadata).toMatchObject({
    DeliveryCount: { int: 3 },
    SessionId: { string: 'a' },
  });
});
