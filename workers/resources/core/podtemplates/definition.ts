import { formatLabels } from '../../../api/labels';
import { deepEqual } from '../../../lib/equal';
import { define } from '../../define';
import { NAME_COLUMN, column, containerImages, containerNames } from '../../table';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { validatePodTemplate } from '../pods/validation/pod-spec';
import { warningsOfTemplate } from '../pods/warnings';
import type { Template } from '../../validation/workloads';
import { setPodTemplateDefaults } from '../pods/defaults';
import type { PodTemplate } from './types';

/** Stored, not acted upon. */
export const podTemplates = define({
  group: '',
  resource: 'podtemplates',
  kind: 'PodTemplate',
  strategy: {
    setDefaults: (draft) => {
      draft.template ??= {};
      setPodTemplateDefaults(draft.template);
    },
    prepareForCreate: (draft) => {
      draft.metadata.generation = 1;
    },
    validate,
    validateUpdate: validate,
    warnings: (object, before) => {
      const { template } = object as unknown as PodTemplate;
      const same = before && deepEqual(template, (before as unknown as PodTemplate).template);
      return same ? [] : warningsOfTemplate(template, 'template.');
    },
    prepareForUpdate: (draft, before) => {
      const changed = !deepEqual(draft.template, (before as unknown as PodTemplate).template);
      draft.metadata.generation = (before.metadata?.generation ?? 0) + (changed ? 1 : 0);
    },
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Containers', 'Names of each container in the template.'),
      column('Images', 'Images referenced by each container in the template.'),
      column('Pod Labels', 'The labels for the pod template.'),
    ],
    row: (object) => {
      const { metadata, template } = object as unknown as PodTemplate;
      return [
        metadata.name,
        containerNames(template?.spec),
        containerImages(template?.spec),
        formatLabels(template?.metadata?.labels as Record<string, string> | undefined),
      ];
    },
  },
});

function validate(object: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  validatePodTemplate((object as unknown as PodTemplate).template as Template | undefined, 'template', errors);
  return errors;
}
