/** Source: k8s.io/kubernetes/pkg/registry/core/namespace/strategy.go and pkg/apis/core/v1/defaults.go, 1.36. */
import { invalid } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isLabelKey, isLabelValue } from '../../../api/names';
import type { Draft, Strategy } from '../../definition';
import { pushInvalid } from '../../validation/labels';
import type { Namespace } from './types';

const STANDARD: ReadonlySet<string> = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);
/** Of a name that the server made up it is only set once that is found right. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

export const namespaceStrategy: Strategy = {
  setDefaults: (draft) => {
    draft.spec ??= {};
    draft.status ??= {};
    draft.status.phase ??= 'Active';
    const { name, generateName } = draft.metadata;
    if (name && (!generateName || isLabelValue(name).length === 0)) {
      draft.metadata.labels = { ...draft.metadata.labels, [NAME_LABEL]: name };
    }
  },
  prepareForCreate: (draft) => {
    const finalizers: string[] = draft.spec.finalizers ?? [];
    draft.spec.finalizers = finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'];
    draft.status = { phase: 'Active' };
  },
  prepareForUpdate: (draft, before, { subresource }) => {
    const stored = before as unknown as Draft;
    if (subresource === 'status') {
      draft.spec = stored.spec;
    } else {
      draft.status = stored.status;
      const finalizers = subresource === 'finalize' ? draft.spec.finalizers : stored.spec?.finalizers;
      if (finalizers?.length) draft.spec.finalizers = finalizers;
      else delete draft.spec.finalizers;
    }
  },
  validate: (object) => finalizerErrors(object, () => 'spec.finalizers'),
  validateUpdate: (object, _before, { subresource }) =>
    subresource === 'finalize' ? finalizerErrors(object, (index) => `spec.finalizers[${index}]`) : [],
  validateStatusUpdate: (object) => phaseErrors(object as unknown as Namespace),
  allowUnconditionalUpdate: true,
};

function finalizerErrors(object: AnyObject, field: (index: number) => string): FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, finalizer] of ((object as unknown as Namespace).spec?.finalizers ?? []).entries()) {
    const messages = isLabelKey(finalizer);
    pushInvalid(errors, field(index), finalizer, messages);
    if (!STANDARD.has(finalizer) && !finalizer.includes('/')) {
      errors.push(invalid(field(index), finalizer, 'name is neither a standard finalizer name nor is it fully qualified'));
    }
  }
  return errors;
}

/** The phase and the time of deletion tell the same. */
function phaseErrors({ metadata, status }: Namespace): FieldError[] {
  const phase = status?.phase ?? '';
  const right = metadata.deletionTimestamp === undefined ? 'Active' : 'Terminating';
  if (phase === right) return [];
  const rule =
    right === 'Active'
      ? "may only be 'Active' if `deletionTimestamp` is empty"
      : "may only be 'Terminating' if `deletionTimestamp` is not empty";
  return [invalid('status.Phase', phase, rule)];
}
