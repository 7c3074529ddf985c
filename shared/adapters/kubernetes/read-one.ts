import { z } from 'zod';
import type { KubernetesHttp } from './http.ts';
import type { Refusal } from './refusal.ts';

export type One<T> =
  | { readonly kind: 'found'; readonly object: T }
  | { readonly kind: 'missing' }
  | ({ readonly kind: 'refused' } & Refusal);

const Named = z.looseObject({ metadata: z.looseObject({ resourceVersion: z.string().min(1) }) });

/** One object by its path, with the version that a change is made for. */
export async function readOne<T>(http: KubernetesHttp, path: string): Promise<One<T>> {
  const answer = await http.get(path);
  if (answer.kind === 'refused') return answer.missing ? { kind: 'missing' } : answer;
  const object = answer.kind === 'answered' ? Named.safeParse(answer.body) : undefined;
  if (object?.success) return { kind: 'found', object: object.data as T };
  return { kind: 'refused', reason: 'upstream-failed', detail: "the API server's answer could not be understood" };
}
