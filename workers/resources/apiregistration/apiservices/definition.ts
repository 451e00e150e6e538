import { invalid, notSupported, quote, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1035Label, isDns1123Subdomain, pathSegmentName } from '../../../api/names';
import { rfc3339 } from '../../../api/time';
import { define } from '../../define';
import { statusApart } from '../../strategy';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../../table';
import { pushInvalid } from '../../validation/labels';
import type { APIService } from './types';

/** Stored, not acted upon: no request is passed on. Source: kube-aggregator pkg/registry/apiservice/strategy.go, 1.36. */
export const apiServices = define({
  group: 'apiregistration.k8s.io',
  resource: 'apiservices',
  singular: 'apiservice',
  kind: 'APIService',
  categories: ['api-extensions'],
  namespaced: false,
  hasStatus: true,
  nameRule: (name, prefix, object) => {
    const { group = '', version = '' } = (object as unknown as APIService).spec ?? {};
    const wanted = `${version}.${group}`;
    const errors = pathSegmentName(name, prefix);
    return errors.length > 0 || name === wanted ? errors : [`must be \`spec.version+"."+spec.group\`: ${quote(wanted)}`];
  },
  strategy: {
    setDefaults: ({ spec }) => {
      if (spec?.service) spec.service.port ??= 443;
      if (spec?.insecureSkipTLSVerify === false) delete spec.insecureSkipTLSVerify;
    },
    ...statusApart(() => ({})),
    prepareForCreate: (draft, { nowMs }) => {
      draft.status = draft.spec?.service ? {} : { conditions: [localCondition(nowMs)] };
    },
    validate,
    validateStatusUpdate: validateStatus,
    allowUnconditionalUpdate: false,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Service', 'The reference to the service that hosts this API endpoint.'),
      column('Available', 'Whether this service is available.'),
      AGE_COLUMN,
    ],
    row: (object, nowMs) => {
      const { metadata, spec, status } = object as unknown as APIService;
      const condition = status?.conditions?.find(({ type }) => type === 'Available');
      const available = !condition ? 'Unknown' : condition.status === 'True' ? 'True' : `${condition.status} (${condition.reason})`;
      const service = spec?.service ? `${spec.service.namespace}/${spec.service.name}` : 'Local';
      return [metadata.name, service, available, age(metadata.creationTimestamp, nowMs)];
    },
  },
});

/** What this server serves itself is there at once. */
function localCondition(nowMs: number): object {
  const message = 'Local APIServices are always available';
  return { type: 'Available', status: 'True', lastTransitionTime: rfc3339(nowMs), reason: 'Local', message };
}

/** Source: kube-aggregator pkg/apis/apiregistration/validation/validation.go. */
function validate(object: AnyObject): FieldError[] {
  const { spec: given } = object as unknown as APIService;
  const { group = '', version = '', groupPriorityMinimum = 0, versionPriority = 0, service, caBundle, insecureSkipTLSVerify } = given ?? {};
  const errors: FieldError[] = [];
  if (group) pushInvalid(errors, 'spec.group', group, isDns1123Subdomain(group));
  else if (version !== 'v1') errors.push(required('spec.group', 'only v1 may have an empty group and it better be legacy kube'));
  pushInvalid(errors, 'spec.version', version, isDns1035Label(version));
  if (groupPriorityMinimum <= 0 || groupPriorityMinimum > 20_000)
    errors.push(invalid('spec.groupPriorityMinimum', groupPriorityMinimum, 'must be positive and less than 20000'));
  if (versionPriority <= 0 || versionPriority > 1000)
    errors.push(invalid('spec.versionPriority', versionPriority, 'must be positive and less than 1000'));
  if (!service) {
    if (caBundle?.length)
      errors.push(invalid('spec.caBundle', `${decodedBytes(caBundle)} bytes`, 'local APIServices may not have a caBundle'));
    if (insecureSkipTLSVerify)
      errors.push(invalid('spec.insecureSkipTLSVerify', true, 'local APIServices may not have insecureSkipTLSVerify'));
    return errors;
  }
  if (!service.namespace) errors.push(required('spec.service.namespace'));
  if (!service.name) errors.push(required('spec.service.name'));
  const { port = 443 } = service;
  if (port < 1 || port > 65535)
    errors.push(invalid('spec.service.port', port, 'port is not valid: must be between 1 and 65535, inclusive'));
  if (insecureSkipTLSVerify && caBundle?.length)
    errors.push(invalid('spec.insecureSkipTLSVerify', true, 'may not be true if caBundle is present'));
  return errors;
}

const STATUSES = ['True', 'False', 'Unknown'];

function validateStatus(object: AnyObject): FieldError[] {
  const { status } = object as unknown as APIService;
  return (status?.conditions ?? []).flatMap((condition, index) =>
    STATUSES.includes(condition.status) ? [] : [notSupported(`status.conditions[${index}].status`, condition.status ?? '', STATUSES)],
  );
}

function decodedBytes(base64: string): number {
  return Math.floor((base64.replaceAll('=', '').length * 3) / 4);
}
