/** What clients may decide about a Pod (source: k8s.io/kubernetes/pkg/registry/core/pod/strategy.go, 1.36). */
import type { AnyObject, KubeObject } from '../../../api/meta';
import { rfc3339 } from '../../../api/time';
import type { Draft, Strategy, StrategyContext } from '../../definition';
import { profilesFromAnnotations } from './app-armor';
import { setPodDefaults } from './defaults';
import { dropDisabledFields } from './disabled-fields';
import { applyMatchLabelKeys } from './match-label-keys';
import { keepAllButPart } from './parts';
import { computeQosClass } from './qos';
import type { Pod } from './types';
import { podWarnings } from './warnings';
import { validatePod, validatePodUpdate } from './validation/pod';
import { validatePodStatusUpdate } from './validation/pod-status';

export const podStrategy: Strategy = {
  setDefaults: (draft) => {
    setPodDefaults(draft);
    if (draft.status) agreeOnIps(draft.status);
  },
  prepareForCreate: (draft, { nowMs, warn }) => {
    const { spec } = draft;
    dropDisabledFields(spec);
    if (spec.terminationGracePeriodSeconds < 0) {
      spec.terminationGracePeriodSeconds = 1;
    }
    applyMatchLabelKeys(spec, draft.metadata.labels ?? {});
    profilesFromAnnotations(draft, warn);
    draft.status = {
      phase: 'Pending',
      ...(draft.spec?.schedulingGates?.length ? { conditions: [gatedCondition(nowMs)] } : {}),
      qosClass: draft.status?.qosClass ?? computeQosClass(draft.spec ?? {}),
    };
  },
  prepareForUpdate,
  hasGeneration: true,
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  validateStatusUpdate: validatePodStatusUpdate,
  warnings: podWarnings,
  allowUnconditionalUpdate: true,
  gracefulDelete,
  deleteReturnsObject: true,
};

function gatedCondition(nowMs: number): object {
  return {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: rfc3339(nowMs),
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
}

function prepareForUpdate(draft: Draft, before: KubeObject, context: StrategyContext): void {
  const stored = before as unknown as Draft;
  if (context.subresource === 'status') {
    draft.spec = stored.spec;
    for (const field of ['deletionTimestamp', 'ownerReferences'] as const) {
      if (stored.metadata[field] === undefined) delete draft.metadata[field];
      else draft.metadata[field] = stored.metadata[field];
    }
    draft.status ??= {};
    delete draft.status.nodeAllocatableResourceClaimStatuses;
    agreeOnIps(draft.status);
    draft.status.qosClass ??= stored.status?.qosClass;
    keepObservedGenerations(draft.status, stored.status ?? {});
  } else {
    keepAllButPart(draft, before, context.subresource);
    dropDisabledFields(draft.spec);
  }
}

/** Who does not know of generations does not take them away. */
function keepObservedGenerations(status: Draft['status'], stored: Draft['status']): void {
  if (!status.observedGeneration && stored.observedGeneration) status.observedGeneration = stored.observedGeneration;
  for (const condition of status.conditions ?? []) {
    const known = (stored.conditions ?? []).find(({ type }: { readonly type: string }) => type === condition.type)?.observedGeneration;
    if (!condition.observedGeneration && known) condition.observedGeneration = known;
  }
}

/** The single address counts where the list says something else. */
function agreeOnIps(status: Draft['status']): void {
  const { podIP, podIPs } = status;
  if (podIP && podIPs?.[0]?.ip !== podIP) status.podIPs = [{ ip: podIP }];
  else if (!podIP && podIPs?.[0]?.ip) status.podIP = podIPs[0].ip;
}

/** A pod that no kubelet runs goes at once; else the request, or the pod's own grace, counts. */
function gracefulDelete(object: AnyObject, requestedSeconds: number | undefined): number {
  const pod = object as unknown as Pod;
  const phase = pod.status?.phase;
  if (!pod.spec?.nodeName || phase === 'Succeeded' || phase === 'Failed') {
    return 0;
  }
  const grace = requestedSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30;
  return grace < 0 ? 1 : grace;
}
