import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import * as alertViews from '../../app/alerts/alert-views.ts';
import * as chatViews from '../../app/chat/chat-views.ts';
import * as delegationViews from '../../app/delegation-views.ts';
import * as freezeViews from '../../app/freeze-views.ts';
import * as inspectionViews from '../../app/inspection-views.ts';
import * as migrationViews from '../../app/migration-views.ts';
import * as planViews from '../../app/plan-views.ts';
import * as views from '../../app/views.ts';
import { Problem } from './problem-document.ts';
import type { Answer, Route } from './route.ts';

/** The document of all API routes, made from the schemas that check their answers in the tests. */
export function openapiDocument(routes: readonly Route[]): object {
  nameViews();
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Image Steward',
      version: '1',
      description:
        'Which AKS node pools run images that are too old, out of support or about to be removed. Reads of the newest sweep; every answer with findings says in `coverage` what was not seen.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ signIn: [] }, { functionKey: [] }, {}],
    paths: pathsOf(routes),
    components: {
      securitySchemes: {
        signIn: {
          type: 'http',
          scheme: 'bearer',
          description: 'Entra sign-in by the platform (HTTP_AUTH=platform); in a browser its cookie.',
        },
        functionKey: {
          type: 'apiKey',
          in: 'header',
          name: 'x-functions-key',
          description: 'A key of the function app (HTTP_AUTH=function-key).',
        },
      },
    },
  });
}

function pathsOf(routes: readonly Route[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = `/${route.path.replace('{*', '{')}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return paths;
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const answers: Record<string, Answer> = {
    ...(route.query || route.body
      ? { 400: { description: 'A parameter or a field is wrong; `detail` names it' } }
      : {}),
    401: { description: 'Not signed in' },
    ...route.answers,
  };
  return {
    operationId: route.name,
    summary: route.summary,
    requestParams: { ...(route.params && { path: route.params }), ...(route.query && { query: route.query }) },
    ...(route.body ? { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } } : {}),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [status, responseOf(Number(status), answer)]),
    ),
  };
}

function responseOf(status: number, { description, mediaType, schema }: Answer) {
  if (status >= 400) return { description, content: { 'application/problem+json': { schema: Problem } } };
  if (schema) return { description, content: { [mediaType ?? 'application/json']: { schema } } };
  if (mediaType) return { description, content: { [mediaType]: { schema: z.string() } } };
  return { description };
}

/** Gives every view its name in the document; without names each would be written out wherever it is used. */
function nameViews(): void {
  for (const [name, schema] of Object.entries({
    ...views,
    ...inspectionViews,
    ...planViews,
    ...migrationViews,
    ...alertViews,
    ...chatViews,
    ...delegationViews,
    ...freezeViews,
  })) {
    if (schema instanceof z.ZodType && !name.endsWith('Query') && !z.globalRegistry.has(schema)) {
      z.globalRegistry.add(schema, { id: name });
    }
  }
}
