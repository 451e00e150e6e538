import type { Bound } from './policy-index';
import type { Variables } from './variables';

/** Whether the policy applies; a text where that cannot be told. One false condition outweighs failing ones. */
export function conditionsHold({ conditions }: Bound<unknown>, variables: Variables): boolean | string {
  let failure: string | undefined;
  for (const { source, program } of conditions) {
    const result = 'error' in program ? program : program.evaluate(variables);
    if ('error' in result) failure ??= `expression '${source}' resulted in error: ${result.error}`;
    else if (result.value !== true) return false;
  }
  return failure ?? true;
}

/** Policies themselves are beyond policies, so that a bad one can be taken away. */
export function isExempt(group: string, resource: string): boolean {
  return group === 'admissionregistration.k8s.io' && /admissionpolic(ies|ybindings)$/.test(resource);
}
