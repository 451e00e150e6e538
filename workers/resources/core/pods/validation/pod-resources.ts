/** Resources of a pod as a whole (source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go validatePodResources, 1.36). */
import { forbiddenField, invalid } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { compareQuantity, formatQuantity, parseQuantity } from '../../../../api/quantity';
import { containersTotal } from '../../../../api/quota/pod-usage';
import type { QuotaPod } from '../../../../api/quota/pod-usage';
import { printed } from '../../../schema/emptied';
import type { PodSpec } from './pod-spec';
import { validatePodLevelName, validateRequirements } from './resources';

type Amounts = Readonly<Record<string, string>>;

export function validatePodResources(spec: PodSpec, field: string, errors: FieldError[]): void {
  const { resources } = spec;
  if (!resources) return;
  if (printed(resources, 'claims') !== null)
    errors.push(forbiddenField(`${field}.claims`, 'claims may not be set for Resources at pod-level'));
  validateRequirements(resources, validatePodLevelName, field, spec.resourceClaims ?? [], errors);
  validateConsistency(spec, field, errors);
}

/** All containers together ask for no more than the pod; none may use more than it. */
function validateConsistency(spec: PodSpec, field: string, errors: FieldError[]): void {
  const requests = (spec.resources?.requests ?? {}) as Amounts;
  for (const [name, sum] of [...containersTotal(spec as QuotaPod['spec'] & object, 'requests')].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (name !== 'cpu' && name !== 'memory' && !name.startsWith('hugepages-')) continue;
    const asked = parseQuantity(requests[name] ?? '');
    if (!asked || compareQuantity(sum, asked) <= 0) continue;
    const why = `must be greater than or equal to aggregate container requests of ${formatQuantity(sum)}`;
    errors.push(invalid(`${field}.requests[${name}]`, formatQuantity(asked), why));
  }
  const limits = (spec.resources?.limits ?? {}) as Amounts;
  for (const [index, { resources }] of (spec.containers ?? []).entries()) {
    for (const [name, amount] of Object.entries((resources?.limits ?? {}) as Amounts)) {
      const most = parseQuantity(limits[name] ?? '');
      const own = parseQuantity(amount);
      if (!most || !own || compareQuantity(own, most) <= 0) continue;
      const why = `must be less than or equal to pod limits of ${formatQuantity(most)}`;
      errors.push(invalid(`${field}.containers[${index}][${name}].limits`, formatQuantity(own), why));
    }
  }
}
