/** What a pod asks for as a whole (source: k8s.io/component-helpers/resource/helpers.go, 1.36). Differs: restartable init containers and overhead do not count. */
import { addQuantity, compareQuantity, formatQuantity, parseQuantity } from '../../../api/quantity';

export interface Resources {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

interface Container {
  readonly resources?: Resources;
}

export function podResources(spec: {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
}): Resources {
  const total = (field: 'requests' | 'limits') => {
    const sums: Record<string, string> = {};
    for (const { resources } of spec.containers ?? [])
      for (const [name, amount] of Object.entries(resources?.[field] ?? {}))
        sums[name] = sums[name] === undefined ? amount : add(sums[name], amount);
    for (const { resources } of spec.initContainers ?? [])
      for (const [name, amount] of Object.entries(resources?.[field] ?? {}))
        sums[name] = sums[name] === undefined ? amount : larger(sums[name], amount);
    return sums;
  };
  return { requests: total('requests'), limits: total('limits') };
}

function add(left: string, right: string): string {
  const [a, b] = [parseQuantity(left), parseQuantity(right)];
  return a && b ? formatQuantity(addQuantity(a, b)) : left;
}

function larger(left: string, right: string): string {
  const [a, b] = [parseQuantity(left), parseQuantity(right)];
  return a && b && compareQuantity(a, b) < 0 ? right : left;
}
