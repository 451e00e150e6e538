/** What a pod asks for as a whole, without overhead (source: plugin/pkg/admission/limitranger/admission.go podRequests and podLimits, 1.36). */
import { formatQuantity } from '../../../api/quantity';
import { containersTotal } from '../../../api/quota/pod-usage';
import type { QuotaPod } from '../../../api/quota/pod-usage';

export interface Resources {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

/** What the pod says of itself counts instead of its containers' sum. */
export function podResources(spec: NonNullable<QuotaPod['spec']>): Resources {
  const total = (kind: 'requests' | 'limits') => ({
    ...Object.fromEntries([...containersTotal(spec, kind)].map(([name, amount]) => [name, formatQuantity(amount)])),
    ...(spec.resources?.[kind] as Record<string, string> | undefined),
  });
  return { requests: total('requests'), limits: total('limits') };
}
