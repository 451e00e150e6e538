import { forbiddenField, invalid, notSupportedText, required, tooLong } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label, isDns1123Subdomain } from '../../../api/names';
import { pushInvalid } from '../../validation/labels';
import { validateReference } from '../ingresses/validation';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../../table';
import type { IngressClass } from './types';

const IS_DEFAULT = 'ingressclass.kubernetes.io/is-default-class';

/** Stored, not acted upon. Source: pkg/registry/networking/ingressclass/strategy.go, 1.36. */
export const ingressClasses = define({
  group: 'networking.k8s.io',
  resource: 'ingressclasses',
  kind: 'IngressClass',
  singular: 'ingressclass',
  namespaced: false,
  strategy: {
    setDefaults: ({ spec }) => {
      if (spec?.parameters) {
        spec.parameters.scope ??= 'Cluster';
      }
    },
    hasGeneration: true,
    validate,
    validateUpdate,
    allowUnconditionalUpdate: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Controller', 'Controller that is responsible for handling this class'),
      column('Parameters', 'A reference to a resource with additional parameters'),
      AGE_COLUMN,
    ],
    row: (object, nowMs) => {
      const { metadata, spec } = object as unknown as IngressClass;
      const parameters = spec?.parameters;
      const shown = parameters ? `${parameters.kind}${parameters.apiGroup ? `.${parameters.apiGroup}` : ''}/${parameters.name}` : '<none>';
      const name = metadata.annotations?.[IS_DEFAULT] === 'true' ? `${metadata.name} (default)` : metadata.name;
      return [name, spec?.controller ?? '', shown, age(metadata.creationTimestamp, nowMs)];
    },
  },
});

const CONTROLLER_BYTES_MAX = 250;

function validate(object: AnyObject): FieldError[] {
  const { spec } = object as unknown as IngressClass;
  const errors: FieldError[] = [];
  const controller = spec?.controller ?? '';
  const slash = controller.indexOf('/');
  const [domain, path] = [controller.slice(0, slash), controller.slice(slash + 1)];
  if (controller.length > CONTROLLER_BYTES_MAX) errors.push(tooLong('spec.controller', CONTROLLER_BYTES_MAX));
  if (controller === '') errors.push(required('spec.controller'));
  else if (slash < 1 || path === '') {
    errors.push(invalid('spec.controller', controller, 'must be a domain-prefixed path (such as "acme.io/foo")'));
  } else pushInvalid(errors, 'spec.controller', domain, isDns1123Subdomain(domain));
  const parameters = spec?.parameters;
  if (!parameters) {
    return errors;
  }
  validateReference(parameters, 'spec.parameters', errors);
  if (parameters.scope !== 'Cluster' && parameters.scope !== 'Namespace') {
    errors.push(
      parameters.scope !== undefined && parameters.scope !== null
        ? notSupportedText('spec.parameters.scope', parameters.scope, ['Cluster', 'Namespace'])
        : required('spec.parameters.scope'),
    );
  } else if (parameters.scope === 'Namespace') {
    if (parameters.namespace !== undefined && parameters.namespace !== null) {
      pushInvalid(errors, 'spec.parameters.namespace', parameters.namespace, isDns1123Label(parameters.namespace));
    } else {
      errors.push(required('spec.parameters.namespace', "`parameters.scope` is set to 'Namespace'"));
    }
  } else if (parameters.namespace !== undefined) {
    errors.push(forbiddenField('spec.parameters.namespace', "`parameters.scope` is set to 'Cluster'"));
  }
  return errors;
}

function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const controller = (object as unknown as IngressClass).spec?.controller;
  const changed = controller !== (before as unknown as IngressClass).spec?.controller;
  return changed ? [invalid('spec.controller', controller ?? '', 'field is immutable')] : [];
}
