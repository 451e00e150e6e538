/** Source: k8s.io/kubernetes/pkg/registry/batch/job/strategy.go and pkg/apis/batch/v1/defaults.go, 1.36. */
import { isLabelValue } from '../../../api/names';
import { setPodTemplateDefaults } from '../../core/pods/defaults';
import type { Draft, Strategy } from '../../definition';
import { keepOtherHalf } from '../../strategy';
import { GENERATED_LABELS, validateJob, validateJobUpdate } from './validation';
import { validateJobStatusUpdate } from './validation-status';
import { jobWarnings } from './warnings';

export const jobStrategy: Strategy = {
  setDefaults: (draft) => {
    const spec = (draft.spec ??= {});
    setJobSpecDefaults(spec);
    setPodTemplateDefaults((spec.template ??= { metadata: {}, spec: {} }));
    shareLabels(draft);
  },
  prepareForCreate: (draft) => {
    draft.status = {};
    if (!draft.spec?.manualSelector && draft.spec) {
      generateSelector(draft);
    }
    if (!draft.metadata.labels && isLabelValue(draft.metadata.name ?? '').length === 0) {
      const labels: Record<string, string> = { ...draft.spec?.template?.metadata?.labels };
      if (Object.keys(labels).length > 0) draft.metadata.labels = labels;
    }
  },
  prepareForUpdate: (draft, before, context) => {
    keepOtherHalf(draft, before, context);
    shareLabels(draft);
  },
  hasGeneration: true,
  // Labels that nobody gave are made for the template alone; its reader takes them for the Job's.
  storedBare: ({ metadata }) => Object.keys(metadata?.labels ?? {}).every((key) => GENERATED_LABELS.includes(key)),
  validate: validateJob,
  validateUpdate: validateJobUpdate,
  validateStatusUpdate: validateJobStatusUpdate,
  warnings: jobWarnings,
  allowUnconditionalUpdate: true,
  defaultPropagation: 'Orphan',
};

/** A Job without labels has those of its pods: the very same map, so that what the server adds to one is in both. */
function shareLabels({ metadata, spec }: Draft): void {
  const labels: object | undefined = spec.template.metadata?.labels;
  if (labels && Object.keys(labels).length > 0 && !metadata.labels) metadata.labels = labels;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setJobSpecDefaults(spec: any): void {
  if (spec.completions === undefined && spec.parallelism === undefined) {
    spec.completions = 1;
  }
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : 2_147_483_647;
  spec.completionMode ??= 'NonIndexed';
  spec.suspend ??= false;
  spec.manualSelector ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed';
  setFailurePolicyDefaults(spec);
}

/** Also of the spec that a CronJob carries, which gets no other defaults. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function setFailurePolicyDefaults(spec: any): void {
  for (const rule of spec.podFailurePolicy?.rules ?? []) {
    for (const pattern of rule.onPodConditions ?? []) {
      pattern.status ||= 'True';
    }
  }
}

/** Every Job selects its own pods by its uid, unless it brings a selector that it vouches for. */
function generateSelector({ metadata, spec }: Draft): void {
  const uid: string = metadata.uid;
  const labels = (spec.template.metadata.labels ??= {});
  const generated = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': metadata.name ?? '',
    'controller-uid': uid,
    'job-name': metadata.name ?? '',
  };
  Object.assign(labels, { ...generated, ...labels });
  spec.selector ??= {};
  spec.selector.matchLabels = { ...spec.selector.matchLabels, 'batch.kubernetes.io/controller-uid': uid };
}
