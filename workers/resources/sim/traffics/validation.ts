import { invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import type { Traffic } from './types';

/** One sender stands for a crowd; more than this would only make the simulation slow. */
const RATE_MAX = 10_000;

export function validateTraffic(object: AnyObject): FieldError[] {
  const { spec } = object as unknown as Partial<Traffic>;
  const errors: FieldError[] = [];
  if (!spec?.service?.name) {
    errors.push(required('spec.service.name'));
  }
  if (!spec?.service?.namespace) {
    errors.push(required('spec.service.namespace'));
  }
  const rate = spec?.requestsPerSecond;
  if (rate === undefined) {
    errors.push(required('spec.requestsPerSecond'));
  } else if (rate < 0 || rate > RATE_MAX) {
    errors.push(invalid('spec.requestsPerSecond', rate, `must be between 0 and ${RATE_MAX}`));
  }
  const wait = spec?.startAfterSeconds;
  if (wait !== undefined && wait < 0) {
    errors.push(invalid('spec.startAfterSeconds', wait, 'must be greater than or equal to 0'));
  }
  return errors;
}
