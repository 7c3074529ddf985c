import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Draft 4, which the schemas say they are, does not know them. */
const OF_LATER_DRAFTS = ['if', 'then', 'else'];

/**
 * The public schema of a manifest, as its makers publish it beside
 * https://developer.microsoft.com/json-schemas/teams/v1.28/MicrosoftTeams.schema.json
 */
export function teamsSchema(manifestVersion: string): z.ZodType {
  const file = `@microsoft/app-manifest/build/json-schemas/teams/v${manifestVersion}/MicrosoftTeams.schema.json`;
  const schema = JSON.parse(readFileSync(createRequire(import.meta.url).resolve(file), 'utf8')) as Json;
  return z.fromJSONSchema(inOnePiece(schema, schema) as Parameters<typeof z.fromJSONSchema>[0], {
    defaultTarget: 'draft-4',
  });
}

/** References into the middle of the schema are replaced by what they point at. */
function inOnePiece(part: Json, whole: Json): Json {
  if (Array.isArray(part)) return part.map((one) => inOnePiece(one, whole));
  if (part === null || typeof part !== 'object') return part;
  const { $ref } = part as { $ref?: Json };
  if (typeof $ref === 'string' && !/^#\/definitions\/[^/]+$/.test($ref))
    return inOnePiece(pointedAt($ref, whole), whole);
  return Object.fromEntries(
    Object.entries(part)
      .filter(([name]) => !OF_LATER_DRAFTS.includes(name))
      .map(([name, one]) => [name, inOnePiece(one, whole)]),
  );
}

function pointedAt(reference: string, whole: Json): Json {
  return reference
    .slice(2)
    .split('/')
    .reduce((part, name) => (part as Readonly<Record<string, Json>>)[name] ?? null, whole);
}
