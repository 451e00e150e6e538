/** Figures in the status of workloads (source: the Validate*StatusUpdate functions of pkg/apis/{apps,core,autoscaling}/validation, 1.36). */
import { invalid } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import { validateNonNegative } from './values';

type Figures = Readonly<Record<string, number | undefined>>;

export interface CountRules {
  readonly notNegative: readonly string[];
  /** Each: the figure, the one that it cannot exceed, and the name of that one in the message. */
  readonly atMost?: readonly (readonly [count: string, most: string, shownAs: string])[];
  /** Figures that only grow. */
  readonly growing?: readonly string[];
}

/** The check of a status write by `rules`. */
export function checkCounts(rules: CountRules): (object: AnyObject, before: AnyObject) => FieldError[] {
  return (object, before) => {
    const now = figuresOf(object);
    const was = figuresOf(before);
    const errors: FieldError[] = [];
    for (const count of rules.notNegative) validateNonNegative(now[count], `status.${count}`, errors);
    for (const [count, most, shownAs] of rules.atMost ?? []) {
      const value = now[count] ?? 0;
      if (value > (now[most] ?? 0)) errors.push(invalid(`status.${count}`, value, `cannot be greater than ${shownAs}`));
    }
    for (const count of rules.growing ?? []) {
      const old = was[count];
      if (old === undefined || (now[count] ?? -1) >= old) continue;
      errors.push(invalid(`status.${count}`, now[count] ?? 0, 'cannot be decremented'));
    }
    return errors;
  };
}

function figuresOf(object: AnyObject): Figures {
  return ((object as { status?: Figures }).status ?? {}) as Figures;
}

/** What ReplicaSets and ReplicationControllers share. */
export const checkReplicaCounts = checkCounts({
  notNegative: ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration', 'terminatingReplicas'],
  atMost: [
    ['fullyLabeledReplicas', 'replicas', 'status.replicas'],
    ['readyReplicas', 'replicas', 'status.replicas'],
    ['availableReplicas', 'replicas', 'status.replicas'],
    ['availableReplicas', 'readyReplicas', 'readyReplicas'],
  ],
});
