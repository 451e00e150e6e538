import { duplicate, invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label } from '../../../api/names';
import { NODE_LABELS } from '../../core/nodes/label-warnings';
import { validateContainerResources } from '../../core/pods/validation/resources';
import { validateTolerations } from '../../core/pods/validation/tolerations';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../../table';
import { pushInvalid, validateLabels } from '../../validation/labels';
import type { RuntimeClass } from './types';

/** Stored, not acted upon. Source: pkg/registry/node/runtimeclass/strategy.go and pkg/apis/node/validation/validation.go, 1.36. */
export const runtimeClasses = define({
  group: 'node.k8s.io',
  resource: 'runtimeclasses',
  kind: 'RuntimeClass',
  namespaced: false,
  strategy: { validate, warnings, validateUpdate, allowCreateOnUpdate: true, allowUnconditionalUpdate: false },
  table: {
    columns: [NAME_COLUMN, column('Handler', ''), AGE_COLUMN],
    row: (object, nowMs) => {
      const { metadata, handler } = object as unknown as RuntimeClass;
      return [metadata.name, handler, age(metadata.creationTimestamp, nowMs)];
    },
  },
});

function validate(object: AnyObject): FieldError[] {
  const { handler, overhead, scheduling } = object as unknown as RuntimeClass;
  const errors: FieldError[] = [];
  if (handler) {
    pushInvalid(errors, 'handler', handler, isDns1123Label(handler));
  } else {
    errors.push(required('handler'));
  }
  validateContainerResources({ limits: overhead?.podFixed ?? {} }, 'overhead', errors);
  validateLabels(scheduling?.nodeSelector as Record<string, string> | undefined, 'scheduling.nodeSelector', errors);
  validateTolerations(scheduling?.tolerations, 'scheduling.tolerations', errors);
  const seen = new Set<string>();
  for (const [index, { key, operator, value, effect, tolerationSeconds }] of (scheduling?.tolerations ?? []).entries()) {
    const shown = {
      Key: key ?? '',
      Operator: operator ?? '',
      Value: value ?? '',
      Effect: effect ?? '',
      TolerationSeconds: tolerationSeconds ?? null,
    };
    const text = JSON.stringify({ ...shown, TolerationSeconds: null });
    if (seen.has(text)) {
      errors.push(duplicate(`scheduling.tolerations[${index}]`, shown));
    }
    seen.add(text);
  }
  return errors;
}

function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const { handler } = object as unknown as RuntimeClass;
  return handler === (before as unknown as RuntimeClass).handler ? [] : [invalid('handler', handler, 'field is immutable')];
}

function warnings(object: AnyObject, before: AnyObject | undefined): string[] {
  const { nodeSelector } = (object as unknown as RuntimeClass).scheduling ?? {};
  return before
    ? []
    : Object.keys(nodeSelector ?? {}).flatMap((key) => (NODE_LABELS[key] ? [`scheduling.nodeSelector: ${NODE_LABELS[key]}`] : []));
}
