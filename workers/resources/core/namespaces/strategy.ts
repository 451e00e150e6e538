/** Source: k8s.io/kubernetes/pkg/registry/core/namespace/strategy.go and pkg/apis/core/v1/defaults.go, 1.36. */
import { invalid } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isLabelKey } from '../../../api/names';
import type { Draft, Strategy } from '../../definition';
import { pushInvalid } from '../../validation/labels';
import type { Namespace } from './types';

const NAME_LABEL = 'kubernetes.io/metadata.name';

export const namespaceStrategy: Strategy = {
  setDefaults: (draft) => {
    draft.spec ??= {};
    draft.status ??= {};
    draft.status.phase ??= 'Active';
    if (draft.metadata.name) {
      draft.metadata.labels = { ...draft.metadata.labels, [NAME_LABEL]: draft.metadata.name };
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
      if (subresource !== 'finalize') {
        draft.spec.finalizers = stored.spec?.finalizers;
      }
    }
  },
  validate,
  validateUpdate: validate,
  allowUnconditionalUpdate: true,
};

function validate(object: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  for (const finalizer of (object as unknown as Namespace).spec?.finalizers ?? []) {
    const messages = isLabelKey(finalizer);
    pushInvalid(errors, 'spec.finalizers', finalizer, messages);
    if (finalizer !== 'kubernetes' && !finalizer.includes('/')) {
      errors.push(invalid('spec.finalizers', finalizer, 'name is neither a standard finalizer name nor is it fully qualified'));
    }
  }
  return errors;
}
