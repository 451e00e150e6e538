/** Validation failures with Kubernetes' wording (source: k8s.io/apimachinery/pkg/util/validation/field/errors.go, 1.36). */
export type FieldErrorType = 'FieldValueRequired' | 'FieldValueInvalid' | 'FieldValueNotSupported' | 'FieldValueForbidden' | 'FieldValueDuplicate' | 'FieldValueTooLong' | 'FieldValueTooMany' | 'FieldValueTypeInvalid' | 'FieldValueNotFound' | 'InternalError';

export interface FieldError {
  readonly type: FieldErrorType;
  /** "spec.containers[0].name" */
  readonly field: string;
  /** The error without its field, as a Status cause carries it: 'Invalid value: "x": must be ...'. */
  readonly message: string;
}
