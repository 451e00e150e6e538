/** Source: k8s.io/kubernetes/pkg/registry/core/event/strategy.go and pkg/apis/core/validation/events.go, 1.36. */
import { invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isLabelKey } from '../../../api/names';
import type { Draft, Strategy } from '../../definition';
import { pushInvalid } from '../../validation/labels';
import type { Event } from './types';

export const eventStrategy: Strategy = {
  setDefaults,
  validate,
  validateUpdate: validate,
  plainMetadata: true,
  metadataChecks: '',
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

const TEXT_MAX = 128;
const MESSAGE_MAX = 1024;

function validate(object: AnyObject): FieldError[] {
  return validateEvent(object, 'reportingComponent');
}

/** Also of the other version, where the reporter is called differently. */
export function validateEvent(object: AnyObject, reporter: string): FieldError[] {
  const event = object as unknown as Event;
  const errors: FieldError[] = [];
  const { namespace = '' } = event.involvedObject;
  const own = event.metadata.namespace ?? '';
  const anywhere = own === 'default' || own === 'kube-system' || (own === '' && !event.eventTime);
  if (namespace === '' ? !anywhere : !event.eventTime && namespace !== own) {
    errors.push(invalid('involvedObject.namespace', namespace, 'does not match event.namespace'));
  }
  if (!event.eventTime) return errors;
  const { reportingComponent = '', reportingInstance, action, reason, message = '' } = event;
  if (!reportingComponent) errors.push(required(reporter));
  pushInvalid(errors, reporter, reportingComponent, isLabelKey(reportingComponent));
  for (const [field, text = ''] of Object.entries({ reportingInstance, action, reason })) {
    if (text === '') errors.push(required(field));
    else if (text.length > TEXT_MAX) errors.push(invalid(field, '', `can have at most ${TEXT_MAX} characters`));
  }
  if (message.length > MESSAGE_MAX) errors.push(invalid('message', '', `can have at most ${MESSAGE_MAX} characters`));
  return errors;
}
