/** Quality-of-service classes (source: k8s.io/kubernetes/pkg/apis/core/helper/qos/qos.go, 1.36). */
import { parseQuantity } from '../../../api/quantity';

type Amounts = Readonly<Record<string, string | number>>;
interface Resources {
  readonly requests?: Amounts;
  readonly limits?: Amounts;
}
interface PodSpecResources {
  readonly resources?: Resources;
  readonly containers?: readonly { readonly resources?: Resources }[];
  readonly initContainers?: readonly { readonly resources?: Resources }[];
}

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

const COUNTED = ['cpu', 'memory'] as const;

export function computeQosClass(spec: PodSpecResources): QosClass {
  const holders = spec.resources ? [{ resources: spec.resources }] : [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  let any = false;
  let guaranteed = true;
  for (const { resources } of holders) {
    for (const name of COUNTED) {
      const limit = positive(resources?.limits?.[name]);
      const request = positive(resources?.requests?.[name]);
      any ||= limit !== undefined || request !== undefined;
      guaranteed &&= limit !== undefined && (request === undefined || request === limit);
    }
  }
  return !any ? 'BestEffort' : guaranteed ? 'Guaranteed' : 'Burstable';
}

function positive(amount: string | number | undefined): bigint | undefined {
  const nano = amount === undefined ? undefined : parseQuantity(amount)?.nano;
  return nano !== undefined && nano > 0n ? nano : undefined;
}
