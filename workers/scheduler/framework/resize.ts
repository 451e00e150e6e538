/**
 * What a pod holds while it is resized in place: of each resource the most of what is wanted, what the kubelet granted and what
 * runs (source: k8s.io/component-helpers/resource/helpers.go, 1.36).
 */
import type { Pod } from '../../resources/core/pods/types';
import { milliValueOf } from './quantity';

type List = Readonly<Record<string, string | number>>;

interface State {
  readonly name?: string;
  readonly resources?: { readonly requests?: List };
  readonly allocatedResources?: List;
}

interface Wanting {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly resources?: { readonly requests?: List };
}

/** The pod with the requests that its status makes of them; the pod itself where that changes nothing. */
export function asResized(pod: Pod): Pod {
  const { spec, status } = pod;
  if (!spec || !status) return pod;
  const infeasible = (status.conditions ?? []).find(({ type }) => type === 'PodResizePending')?.['reason'] === 'Infeasible';
  const containers = resized(
    spec.containers as readonly Wanting[],
    status['containerStatuses'] as readonly State[] | undefined,
    infeasible,
  );
  const sidecars = resized(
    (spec.initContainers ?? []) as readonly Wanting[],
    status['initContainerStatuses'] as readonly State[] | undefined,
    infeasible,
    ({ restartPolicy }) => restartPolicy === 'Always',
  );
  const podLevel = ofPod(pod, infeasible);
  if (!containers && !sidecars && !podLevel) return pod;
  return {
    ...pod,
    spec: {
      ...spec,
      ...(containers ? { containers } : {}),
      ...(sidecars ? { initContainers: sidecars } : {}),
      ...(podLevel ? { resources: { ...spec.resources, requests: podLevel } } : {}),
    },
  } as Pod;
}

/** Undefined where all stay as they are. */
function resized(
  containers: readonly Wanting[],
  states: readonly State[] | undefined,
  infeasible: boolean,
  resizable: (container: Wanting) => boolean = () => true,
): Wanting[] | undefined {
  if (!states?.some(({ resources }) => resources)) return undefined;
  let changed = false;
  const result = containers.map((container) => {
    const state = states.find(({ name }) => name === container.name);
    if (!state?.resources || !resizable(container)) return container;
    const wanted = container.resources?.requests;
    const held = heldOf(wanted, state.resources.requests, state.allocatedResources, infeasible);
    if (held === wanted) return container;
    changed = true;
    return { ...container, resources: { ...container.resources, requests: held } };
  });
  return changed ? result : undefined;
}

/** Pod-level requests: only the resources that the specification names. */
function ofPod({ spec, status }: Pod, infeasible: boolean): List | undefined {
  const wanted = spec?.resources?.requests as List | undefined;
  const running = status?.['resources'] as State['resources'];
  if (!wanted || !running) return undefined;
  const held = heldOf(wanted, running.requests, status?.['allocatedResources'] as List | undefined, infeasible) ?? {};
  return held === wanted ? undefined : Object.fromEntries(Object.keys(wanted).map((name) => [name, held[name] ?? '0']));
}

/** `wanted` itself where the others add nothing to it. A resize that can never be granted is not counted. */
function heldOf(wanted: List | undefined, running: List = {}, granted: List = {}, infeasible: boolean): List | undefined {
  let held: Record<string, string | number> | undefined = infeasible ? {} : undefined;
  for (const list of [running, granted]) {
    for (const [name, quantity] of Object.entries(list)) {
      const known: List = held ?? wanted ?? {};
      const most = known[name];
      if (most === undefined || milliValueOf(quantity) > milliValueOf(most)) held = { ...known, [name]: quantity };
    }
  }
  return held ?? wanted;
}
