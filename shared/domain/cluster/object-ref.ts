/** One Kubernetes (or ARM) object by name. Names are hostile text until they are shown escaped. */
export interface ObjectRef {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** `PodDisruptionBudget shop/cart`. */
export function refText({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

/** One text per object, for maps and sets. */
export function refKey({ kind, namespace, name }: ObjectRef): string {
  return `${kind}|${namespace ?? ''}|${name}`;
}
