/** Checks answers against the published OpenAPI document, as a client that was generated from it would. */
import { z } from 'zod';

interface Operation {
  readonly responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}

export class Validator {
  readonly #document: Record<string, never>;

  constructor(document: unknown) {
    this.#document = document as Record<string, never>;
  }

  /** @returns one line for every part of the body that is not as documented */
  problems(method: string, path: string, status: number, body: unknown): string[] {
    const { paths, components } = this.#document as unknown as {
      paths: Record<string, Record<string, Operation>>;
      components: { schemas: object };
    };
    const template = Object.keys(paths)
      .filter((one) => new RegExp(`^${one.replace(/\{id\}/, '.+').replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
      .toSorted((a, b) => Number(a.includes('{')) - Number(b.includes('{')) || b.length - a.length)[0];
    const content = paths[template ?? '']?.[method.toLowerCase()]?.responses[String(status)]?.content ?? {};
    const schema = Object.values(content)[0]?.schema;
    if (!schema) return [`the document has no answer ${status} for ${method} ${path}`];
    const text = JSON.stringify({ ...schema, $defs: components.schemas }).replaceAll(
      '#/components/schemas/',
      '#/$defs/',
    );
    const parsed = z.fromJSONSchema(JSON.parse(text)).safeParse(body);
    return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  }
}
