import { expect, test } from 'vitest';
import { compareRoutes, readRoute } from '../../../dev/functions-host/route.ts';

const match = (template: string, path: string) => readRoute(template, 'function "f"').match(path);

test.each([
  ['', '', {}],
  ['', 'x', undefined],
  ['api/findings', 'api/findings', {}],
  ['api/findings', 'API/Findings', {}],
  ['api/findings', 'api/findings/', {}],
  ['api/findings', 'api', undefined],
  ['api/findings', 'api/findings/1', undefined],
  ['pools/{id}', 'pools/a%20b', { id: 'a b' }],
  ['pools/{id}', 'pools/a%2Fb', { id: 'a%2Fb' }],
  ['pools/{id}', 'pools/%E0%A4%A', { id: '%E0%A4%A' }],
  ['pools/{id}', 'pools/', undefined],
  ['pools/{id}', 'pools//', undefined],
  ['pools/{id?}', 'pools', {}],
  ['pools/{id?}', 'pools/1', { id: '1' }],
  ['pools/{id?}', 'pools/1/2', undefined],
  ['clusters/{*id}', 'clusters', { id: '' }],
  ['clusters/{*id}', 'clusters/subscriptions/1/a', { id: 'subscriptions/1/a' }],
  ['a/{n:int}', 'a/12', { n: '12' }],
  ['a/{n:int}', 'a/1x', undefined],
  ['a/{n:guid}', 'a/5f0c6f0e-9d7a-4a55-8d0c-0f1e2d3c4b5a', { n: '5f0c6f0e-9d7a-4a55-8d0c-0f1e2d3c4b5a' }],
  ['a/{n:guid}', 'a/5f0c6f0e', undefined],
  ['a/{n:alpha}', 'a/abc', { n: 'abc' }],
  ['a/{n:alpha}', 'a/ab1', undefined],
  ['a/{n:bool}', 'a/True', { n: 'True' }],
])('the route "%s" gives for "%s": %j', (template, path, parameters) => {
  expect(match(template, path)).toEqual(parameters);
});

test('text wins over a constrained parameter, that over a parameter, and that over the rest of the path', () => {
  const templates = ['a/{*rest}', 'a/{b}', 'a/{b:int}', 'a/b', '{x}/b', 'a'];
  const inOrder = templates.map((template) => readRoute(template, 'f')).toSorted(compareRoutes);
  expect(inOrder.map(({ template }) => template)).toEqual(['a', 'a/b', 'a/{b:int}', 'a/{b}', 'a/{*rest}', '{x}/b']);
});

test.each([
  ['a/{b:date}', 'the local host does not know the constraint "date"'],
  ['a/v{b}', '"v{b}" mixes text and parameters, which the local host does not know'],
  ['{*a}/b', '"{*a}" must be the last part'],
  ['{a?}/b', '"{a?}" is optional and must be the last part'],
  ['{a=1}', 'the local host does not know the form "{a=1}"'],
])('the route "%s" is refused: %s', (template, reason) => {
  expect(() => readRoute(template, 'function "f"')).toThrow(`function "f" has the route "${template}": ${reason}`);
});
