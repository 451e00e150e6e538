/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodLogOptions, 1.36. */
import { forbiddenField, invalid } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';

/** Query parameters of GET pods/<name>/log: container, previous, tailLines, sinceSeconds, sinceTime, limitBytes, timestamps, follow. */
export type LogQuery = Readonly<Record<string, string | undefined>>;

export function validateLogOptions({ tailLines, limitBytes, sinceSeconds, sinceTime }: LogQuery): FieldError[] {
  const errors: FieldError[] = [];
  const atLeast = (name: string, text: string | undefined, minimum: number) => {
    const value = Number(text || Number.NaN);
    if (value < minimum) errors.push(invalid(name, value, minimum === 0 ? 'must be greater than or equal to 0' : 'must be greater than 0'));
  };
  atLeast('tailLines', tailLines, 0);
  atLeast('limitBytes', limitBytes, 1);
  if (sinceSeconds && sinceTime) errors.push(forbiddenField('', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  else atLeast('sinceSeconds', sinceSeconds, 1);
  return errors;
}

/** The first parameter that is no whole number, as the query's conversion tells it. */
export function unreadableLogOption(query: LogQuery): string | undefined {
  for (const name of ['sinceSeconds', 'tailLines', 'limitBytes'] as const) {
    const text = query[name];
    if (text !== undefined && text !== '' && !/^[+-]?\d+$/.test(text)) {
      return `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`;
    }
  }
  return undefined;
}
