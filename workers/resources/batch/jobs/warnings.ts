/** Source: k8s.io/kubernetes/pkg/api/job/warnings.go, 1.36. */
import type { AnyObject } from '../../../api/meta';
import { deepEqual } from '../../../lib/equal';
import { nameWarnings, warningsOfTemplate } from '../../core/pods/warnings';
import type { CronJob } from '../cronjobs/types';
import type { Job } from './types';

type Spec = NonNullable<Job['spec']>;

const COMPLETIONS_MANY = 100_000;
const PARALLELISM_MANY = 10_000;
const TOO_MANY =
  'In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail';

export function jobWarnings(object: AnyObject, before: AnyObject | undefined): string[] {
  const { spec } = object as unknown as Job;
  if (before) return deepEqual(object.spec, before.spec) ? [] : specWarnings(spec, 'spec');
  return [...nameWarnings(object, before), ...specWarnings(spec, 'spec')];
}

export function cronJobWarnings(object: AnyObject, before: AnyObject | undefined): string[] {
  const { spec } = object as unknown as CronJob;
  const warnings = specWarnings(spec?.jobTemplate.spec, 'spec.jobTemplate.spec');
  return before ? (deepEqual(object.spec, before.spec) ? [] : warnings) : [...nameWarnings(object, before), ...warnings];
}

function specWarnings(spec: Spec | undefined, field: string): string[] {
  const isMany = (spec?.completions ?? 0) > COMPLETIONS_MANY && (spec?.parallelism ?? 0) > PARALLELISM_MANY;
  return [
    ...(spec?.completionMode === 'Indexed' && isMany ? [`${field}: ${TOO_MANY}`] : []),
    ...warningsOfTemplate(spec?.template, `${field}.template.`),
  ];
}
