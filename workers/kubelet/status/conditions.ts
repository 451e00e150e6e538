/** The kubelet's pod conditions. Source: pkg/kubelet/status/generate.go (1.36). */
import type { Pod } from '../../resources/core/pods/types';
import { initContainersOf, isSidecar, sidecarsOf, specOf } from '../pod';
import type { ApiContainerStatus, PodCondition } from '../pod';

/** A condition without its times. */
export interface ConditionVerdict {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

export interface ConditionInput {
  readonly pod: Pod;
  readonly phase: string;
  readonly init: readonly ApiContainerStatus[];
  readonly main: readonly ApiContainerStatus[];
  readonly sandboxReady: boolean;
  /** Conditions as they are now, for readiness gates. */
  readonly conditions: readonly PodCondition[];
}

export function podConditions(input: ConditionInput): readonly ConditionVerdict[] {
  const containersReady = containersReadyCondition(input);
  return [
    { type: 'PodReadyToStartContainers', status: input.sandboxReady ? 'True' : 'False' },
    initialized(input),
    ready(input, containersReady),
    containersReady,
  ];
}

function initialized({ pod, phase, init, main }: ConditionInput): ConditionVerdict {
  const type = 'Initialized';
  if (phase === 'Succeeded' && initContainersOf(pod).every((spec) => init.some((one) => one.name === spec.name)))
    return { type, status: 'True', reason: 'PodCompleted' };
  const incomplete = initContainersOf(pod)
    .filter((spec) => {
      const status = init.find((one) => one.name === spec.name);
      return isSidecar(spec) ? !status?.started : !status?.ready;
    })
    .map((spec) => spec.name);
  if (
    incomplete.length === 0 ||
    main.some((one) => one.started || one.state?.running || one.state?.terminated || one.lastState?.terminated)
  )
    return { type, status: 'True' };
  return {
    type,
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${incomplete.join(' ')}]`,
  };
}

function containersReadyCondition({ pod, phase, init, main }: ConditionInput): ConditionVerdict {
  const type = 'ContainersReady';
  if (phase === 'Succeeded') return { type, status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' };
  const statuses = [...init, ...main];
  const unready = [...sidecarsOf(pod), ...specOf(pod).containers]
    .filter((spec) => !statuses.find((one) => one.name === spec.name)?.ready)
    .map((spec) => spec.name);
  if (unready.length === 0) return { type, status: 'True' };
  return { type, status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
}

function ready({ pod, conditions }: ConditionInput, containersReady: ConditionVerdict): ConditionVerdict {
  const type = 'Ready';
  if (containersReady.status !== 'True') return { ...containersReady, type };
  const gates = (specOf(pod).readinessGates ?? []) as readonly { conditionType: string }[];
  const messages = gates.flatMap(({ conditionType }) => {
    const condition = conditions.find((one) => one.type === conditionType);
    if (!condition) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    return condition.status === 'True'
      ? []
      : [`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`];
  });
  return messages.length
    ? { type, status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') }
    : { type, status: 'True' };
}
