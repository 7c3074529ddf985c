import { explainImage } from '../../domain/retirement/explain-image.ts';
import type { Instant } from '../../domain/time.ts';
import type { PolicyInForce } from '../../ports/policy-source.ts';
import type { ImageView } from '../views.ts';

/** One image version explained. A name that was not understood says so, and nothing else is claimed about it. */
export function imageView(name: string, policy: PolicyInForce, now: Instant): ImageView {
  const explained = explainImage(name, policy, now);
  if (explained.kind === 'unknown') return { name, kind: 'unknown', reason: explained.reason, status: 'unknown' };
  const { osSkus, flags, ...rest } = explained;
  return { ...rest, ...(osSkus ? { osSkus: [...osSkus] } : {}), ...(flags ? { flags: { ...flags } } : {}) };
}
