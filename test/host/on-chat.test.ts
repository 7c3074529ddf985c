import { HttpRequest } from '@azure/functions';
import { expect, test } from 'vitest';
import type { Fleet } from '../../shared/app/fleet.ts';
import { UpstreamError } from '../../shared/domain/errors.ts';
import { handleChat } from '../../shared/host/on-chat.ts';
import type { ChatRequest, ChatResponse } from '../../shared/ports/chat.ts';

const URL_OF_IT = 'http://127.0.0.1:7071/api/messages';
const PROBLEM = 'application/problem+json; charset=utf-8';

interface Given {
  readonly chat?: 'off' | 'teams' | 'local';
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly answer?: (request: ChatRequest) => Promise<ChatResponse>;
}

async function handled({ chat = 'local', headers = {}, body = '{}', answer }: Given = {}) {
  const received: ChatRequest[] = [];
  const failures: unknown[] = [];
  const receiveChat: Fleet['receiveChat'] = async (request) => {
    received.push(request);
    return answer ? answer(request) : { status: 200 };
  };
  const request = new HttpRequest({ method: 'POST', url: URL_OF_IT, headers, body: { string: body } });
  const running = async () => ({ fleet: { receiveChat } as Fleet, config: { CHAT: chat } });
  const response = await handleChat(request, running, (error) => failures.push(error));
  return { response, received, failures };
}

test('what the service sends is handed on unread, its headers by names in lower case', async () => {
  const { received } = await handled({ headers: { Authorization: 'Bearer t', Host: 'steward' }, body: '{"type":"x"' });
  expect(received).toEqual([
    { headers: expect.objectContaining({ authorization: 'Bearer t', host: 'steward' }), body: '{"type":"x"' },
  ]);
});

test.each<ChatResponse>([{ status: 200 }, { status: 200, body: { statusCode: 200 } }, { status: 501 }])(
  '%j is answered as it is, and kept by nobody',
  async (answer) => {
    const { status, jsonBody, headers } = (await handled({ answer: async () => answer })).response;
    expect({ status, body: jsonBody as unknown }).toEqual({ body: undefined, ...answer });
    expect(headers).toMatchObject({ 'cache-control': 'no-store' });
  },
);

test('a refusal is a problem document with the code of its page', async () => {
  const problem = { code: 'CHAT_TOKEN_REFUSED', detail: 'The token is not ours.' };
  const { response } = await handled({ answer: async () => ({ status: 401, problem }) });
  expect(response).toMatchObject({ status: 401, headers: { 'content-type': PROBLEM } });
  expect(JSON.parse(String(response.body))).toEqual({
    type: 'urn:image-steward:error:CHAT_TOKEN_REFUSED',
    title: 'Sign in first',
    status: 401,
    ...problem,
  });
});

test('without a chat nobody is there, and nothing is read', async () => {
  const { response, received } = await handled({ chat: 'off' });
  expect(response.status).toBe(404);
  expect(JSON.parse(String(response.body))).toMatchObject({ code: 'CHAT_OFF', title: 'Not found' });
  expect(received).toEqual([]);
});

test.each([
  { length: '262144', status: 200 },
  { length: '262145', status: 413 },
])('a body that says it has $length bytes is answered with $status', async ({ length, status }) => {
  const { response, received } = await handled({ headers: { 'content-length': length } });
  expect(response.status).toBe(status);
  expect(received).toHaveLength(status === 200 ? 1 : 0);
});

test('what fails is in the log, and the caller is told no more than a code', async () => {
  const error = new TypeError('token eyJhbGciOi of Ada');
  const { response, failures } = await handled({ answer: async () => Promise.reject(error) });
  expect(response.status).toBe(500);
  expect(String(response.body)).not.toMatch(/Ada|TypeError| at /);
  expect(failures).toEqual([error]);
});

test('what may go later is said to', async () => {
  const error = new UpstreamError('UPSTREAM_STORAGE', 'A store did not answer.');
  const { response } = await handled({ answer: async () => Promise.reject(error) });
  expect(response).toMatchObject({ status: 503, headers: { 'retry-after': '30', 'content-type': PROBLEM } });
});
