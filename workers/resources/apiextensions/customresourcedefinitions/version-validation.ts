/** What a version says beside its schema: subresources and selectable fields. */
import { invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { JsonSchemaProps } from '../schema/json-schema';
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
      errors.push(invalid(field, value, `should be a json path under ${roots.join(' or ')}`));
  };
  check('specReplicasPath', scale.specReplicasPath, ['.spec']);
  check('statusReplicasPath', scale.statusReplicasPath, ['.status']);
  check('labelSelectorPath', scale.labelSelectorPath, ['.status', '.spec'], true);
}

const SELECTABLE_MAX = 8;

export function validateSelectableFields({ selectableFields, schema }: CustomResourceVersion, path: string, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [index, { jsonPath }] of (selectableFields ?? []).entries()) {
    const at = `${path}[${index}].jsonPath`;
    if (!jsonPath) {
      errors.push(required(at));
      continue;
    }
    const found = schemaAt(schema?.openAPIV3Schema, jsonPath);
    const refuse = (why: string) => void errors.push(invalid(at, jsonPath, `is an invalid path: ${why}`));
    if (!found) refuse('does not refer to a valid field');
    else if (!['string', 'integer', 'boolean'].includes(found.type ?? ''))
      errors.push(
        invalid(
          at,
          jsonPath,
          'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
        ),
      );
    else if (jsonPath === '.metadata.name' || jsonPath === '.metadata.namespace') refuse('must not point to fields in metadata');
    if (seen.has(jsonPath))
      errors.push({ type: 'FieldValueDuplicate', field: at, message: `Duplicate value: ${JSON.stringify(jsonPath)}` });
    seen.add(jsonPath);
  }
  if ((selectableFields?.length ?? 0) > SELECTABLE_MAX)
    errors.push({
      type: 'FieldValueTooMany',
      field: path,
      message: `Too many: ${selectableFields?.length}: must have at most ${SELECTABLE_MAX} items`,
    });
}

/** ".spec.color" */
function schemaAt(schema: JsonSchemaProps | undefined, jsonPath: string): JsonSchemaProps | undefined {
  let found = schema;
  for (const name of jsonPath.replace(/^\./, '').split('.')) found = found?.properties?.[name];
  return found;
}
