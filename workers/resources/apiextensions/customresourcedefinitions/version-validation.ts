/** What a version says beside its schema: subresources and selectable fields. */
import { invalid, jsonText, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { fieldAt } from '../schema/field-path';
import { utf8Length } from '../../../lib/utf8';
import type { CustomResourceVersion } from './types';

export function validateSubresources({ subresources }: CustomResourceVersion, path: string, errors: FieldError[]): void {
  const scale = subresources?.scale;
  if (!scale) return;
  const check = (name: string, value: string | undefined, roots: readonly string[], optional = false) => {
    const field = `${path}.scale.${name}`;
    if (!value) {
      if (!optional) errors.push(required(field));
    } else if (!/^(\.[^.[\]]+)+$/.test(value)) errors.push(invalid(field, value, 'must be a simple json path starting with .'));
    else if (!roots.some((root) => value.startsWith(`${root}.`)))
      errors.push(invalid(field, value, `should be a json path under ${roots.length > 1 ? 'either ' : ''}${roots.join(' or ')}`));
  };
  check('specReplicasPath', scale.specReplicasPath, ['.spec']);
  check('statusReplicasPath', scale.statusReplicasPath, ['.status']);
  check('labelSelectorPath', scale.labelSelectorPath, ['.spec', '.status'], true);
}

const WARNING_BYTES_MAX = 256;

export function validateDeprecation({ deprecated, deprecationWarning }: CustomResourceVersion, path: string, errors: FieldError[]): void {
  if (deprecationWarning === undefined) return;
  const refuse = (why: string) => void errors.push(invalid(`${path}.deprecationWarning`, jsonText(deprecationWarning), why));
  if (!deprecated) return refuse('can only be set for deprecated versions');
  const bytes = utf8Length(deprecationWarning);
  if (bytes > WARNING_BYTES_MAX) refuse(`must be <= ${WARNING_BYTES_MAX} characters long`);
  if (bytes === 0) refuse('must not be an empty string');
  const strange = deprecationWarning.search(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u);
  if (strange < 0) return;
  const index = utf8Length(deprecationWarning.slice(0, strange));
  refuse(`must only contain printable UTF-8 characters; non-printable character found at index ${index}`);
}

const SELECTABLE_MAX = 8;

/** `condition` is what upstream says is missing where there is no schema. */
export function validateSelectableFields(
  { selectableFields, schema }: CustomResourceVersion,
  path: string,
  condition: string,
  errors: FieldError[],
): void {
  if (!selectableFields?.length) return;
  if (!schema?.openAPIV3Schema) {
    errors.push(invalid(path, '', `may only be set when ${condition}`));
    return;
  }
  const seen = new Set<string>();
  for (const [index, { jsonPath }] of selectableFields.entries()) {
    const at = `${path}[${index}].jsonPath`;
    if (!jsonPath) {
      errors.push(required(at));
      continue;
    }
    const found = fieldAt(schema.openAPIV3Schema, jsonPath);
    if ('problem' in found) {
      errors.push(invalid(at, jsonPath, `is an invalid path: ${found.problem}`));
      continue;
    }
    if (found.names[0] === 'metadata') errors.push(invalid(at, jsonPath, 'must not point to fields in metadata'));
    if (!['string', 'integer', 'boolean'].includes(found.schema.type ?? ''))
      errors.push(
        invalid(
          at,
          jsonPath,
          'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
        ),
      );
    if (seen.has(jsonPath))
      errors.push({ type: 'FieldValueDuplicate', field: at, message: `Duplicate value: ${JSON.stringify(jsonPath)}` });
    seen.add(jsonPath);
  }
  if (selectableFields.length > SELECTABLE_MAX)
    errors.push({
      type: 'FieldValueTooMany',
      field: path,
      message: `Too many: ${selectableFields.length}: must have at most ${SELECTABLE_MAX} items`,
    });
}
