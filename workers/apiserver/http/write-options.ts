/** Query parameters of writes (source: k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go, 1.36). */
import type { FieldError } from '../../api/field-error';
import type { Verb } from '../../api/request';
import type { Status } from '../../api/status';
import { invalid } from '../replies';
import { managerErrors } from '../validation/managers';

const KINDS: Partial<Record<Verb, string>> = {
  create: 'CreateOptions',
  update: 'UpdateOptions',
  patch: 'PatchOptions',
};

export function checkWriteOptions(verb: Verb, query: Readonly<Record<string, string>>, contentType: string): Status | undefined {
  const kind = KINDS[verb];
  if (kind === undefined) return undefined;
  const errors: FieldError[] = [];
  const { dryRun, fieldManager = '', fieldValidation = '' } = query;
  const isApply = contentType.startsWith('application/apply-patch');
  if (verb === 'patch' && isApply && fieldManager === '')
    errors.push({ type: 'FieldValueRequired', field: 'fieldManager', message: 'Required value: is required for apply patch' });
  if (verb === 'patch' && !isApply && query.force !== undefined)
    errors.push({ type: 'FieldValueForbidden', field: 'force', message: 'Forbidden: may not be specified for non-apply patch' });
  errors.push(...managerErrors(fieldManager, 'fieldManager'));
  if (dryRun !== undefined && dryRun !== 'All')
    errors.push({
      type: 'FieldValueNotSupported',
      field: 'dryRun',
      message: `Unsupported value: ${JSON.stringify([dryRun])}: supported values: "All"`,
    });
  if (!['', 'Ignore', 'Warn', 'Strict'].includes(fieldValidation)) {
    const message = `Unsupported value: ${JSON.stringify(fieldValidation)}: supported values: "", "Ignore", "Strict", "Warn"`;
    errors.push({ type: 'FieldValueNotSupported', field: 'fieldValidation', message });
  }
  return errors.length ? invalid({ group: 'meta.k8s.io', kind }, '', errors) : undefined;
}
