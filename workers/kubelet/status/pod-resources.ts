/** status.resources and status.allocatedResources of a pod. Source: pkg/kubelet/kubelet_pods.go with component-helpers/resource (1.36). */
import { addQuantity, compareQuantity, formatQuantity, parseQuantity } from '../../api/quantity';
import type { Quantity } from '../../api/quantity';
import type { Pod } from '../../resources/core/pods/types';
import { initContainersOf, isSidecar, specOf } from '../pod';
import type { ContainerSpec } from '../pod';

type Amounts = Readonly<Record<string, string>>;
type Kind = 'requests' | 'limits';

/** `pod`: as granted; `actuated`: as its containers run. `started`: names of containers that the runtime knows; one of them without a limit leaves the pod without. */
export function podResources(pod: Pod, actuated: Pod, started: ReadonlySet<string>): Readonly<Record<string, unknown>> {
  const requests = aggregate(actuated, 'requests', started);
  const limits = aggregate(actuated, 'limits', started);
  const allocated = actuated === pod ? requests : aggregate(pod, 'requests', started);
  return {
    ...(allocated ? { allocatedResources: allocated } : {}),
    resources: { ...(limits ? { limits } : {}), ...(requests ? { requests } : {}) },
  };
}

/** The most the pod holds at one time. */
function aggregate(pod: Pod, kind: Kind, started: ReadonlySet<string>): Amounts | undefined {
  const together = [...initContainersOf(pod).filter(isSidecar), ...specOf(pod).containers];
  const alone = initContainersOf(pod).filter((one) => !isSidecar(one));
  if (alone.length === 0 && together.length === 1) return amountsOf(together[0] as ContainerSpec, kind);
  const found = new Map<string, Quantity>();
  const names = new Set([...together, ...alone].flatMap((one) => Object.keys(amountsOf(one, kind) ?? {})));
  for (const name of names) {
    const parts = together.flatMap((one) => quantity(amountsOf(one, kind)?.[name]));
    const unlimited = kind === 'limits' && together.some((one) => started.has(one.name) && amountsOf(one, kind)?.[name] === undefined);
    if (parts.length && !unlimited) found.set(name, parts.reduce(addQuantity));
    for (const peak of alone.flatMap((one) => quantity(amountsOf(one, kind)?.[name]))) {
      const sum = found.get(name);
      if (!sum || compareQuantity(peak, sum) > 0) found.set(name, peak);
    }
  }
  return found.size ? Object.fromEntries([...found].map(([name, value]) => [name, formatQuantity(value)])) : undefined;
}

function amountsOf({ resources }: ContainerSpec, kind: Kind): Amounts | undefined {
  return resources?.[kind] as Amounts | undefined;
}

function quantity(text: string | undefined): readonly Quantity[] {
  const parsed = text === undefined ? undefined : parseQuantity(text);
  return parsed ? [parsed] : [];
}
