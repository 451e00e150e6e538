/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodLogOptions, 1.36. */
import { forbiddenField, invalid } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { timeError } from '../../resources/schema/go-time';
import { parseInteger } from '../http/query';

/** Query parameters of GET pods/<name>/log: container, previous, tailLines, sinceSeconds, sinceTime, limitBytes, timestamps, follow, stream. */
export type LogQuery = Readonly<Record<string, string | undefined>>;

export function validateLogOptions({ tailLines, limitBytes, sinceSeconds, sinceTime, stream }: LogQuery): FieldError[] {
  const errors: FieldError[] = [];
  const atLeast = (name: string, text: string | undefined, minimum: number) => {
    const value = Number(text || Number.NaN);
    if (value < minimum) errors.push(invalid(name, value, minimum === 0 ? 'must be greater than or equal to 0' : 'must be greater than 0'));
  };
  atLeast('tailLines', tailLines, 0);
  atLeast('limitBytes', limitBytes, 1);
  if (sinceSeconds !== undefined && sinceTime !== undefined)
    errors.push(forbiddenField('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  else atLeast('sinceSeconds', sinceSeconds, 1);
  if (stream !== undefined) errors.push(forbiddenField('stream', 'may not be specified'));
  return errors;
}

/** The first parameter that is no whole number or time, as the query's conversion tells it. */
export function unreadableLogOption(query: LogQuery): string | undefined {
  for (const name of ['sinceSeconds', 'sinceTime', 'tailLines', 'limitBytes'] as const) {
    const text = query[name];
    if (text === undefined) continue;
    const fault = name === 'sinceTime' ? ['', 'null'].includes(text) || timeError(text, false) : parseInteger(text);
    if (typeof fault === 'string') return fault;
  }
  return undefined;
}
