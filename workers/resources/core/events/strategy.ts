/** Source: k8s.io/kubernetes/pkg/registry/core/event/strategy.go and pkg/apis/core/validation/events.go, 1.36. */
import { invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import type { Draft, Strategy } from '../../definition';
import type { Event } from './types';

export const eventStrategy: Strategy = {
  setDefaults,
  validate,
  validateUpdate: validate,
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: true,
  defaultPropagation: 'Unsupported',
};

/** Fields that are on the wire even when empty. */
function setDefaults(draft: Draft): void {
  draft.involvedObject ??= {};
  draft.source ??= {};
  draft.firstTimestamp ??= null;
  draft.lastTimestamp ??= null;
  draft.eventTime ??= null;
  draft.reportingComponent ??= '';
  draft.reportingInstance ??= '';
}

function validate(object: AnyObject): FieldError[] {
  const event = object as unknown as Event;
  const errors: FieldError[] = [];
  const { namespace } = event.involvedObject;
  const own = event.metadata.namespace ?? '';
  if (!event.eventTime) {
    if (!namespace && own !== 'default' && own !== 'kube-system' && own !== '') {
      errors.push(invalid('involvedObject.namespace', '', 'does not match event.namespace'));
    } else if (namespace && namespace !== own) {
      errors.push(invalid('involvedObject.namespace', namespace, 'does not match event.namespace'));
    }
    return errors;
  }
  if (!event.reportingComponent) {
    errors.push(required('reportingController'));
  }
  if (!event.reportingInstance) {
    errors.push(required('reportingInstance'));
  }
  if (!event.action) {
    errors.push(required('action'));
  }
  if (!event.reason) {
    errors.push(required('reason'));
  }
  if (event.type !== 'Normal' && event.type !== 'Warning') {
    errors.push(invalid('type', event.type ?? '', ''));
  }
  return errors;
}
