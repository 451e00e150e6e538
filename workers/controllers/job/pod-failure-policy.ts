/** Which rule of a podFailurePolicy a failed pod meets (source: pkg/controller/job/pod_failure_policy.go, 1.36). */
import type { Job } from '../../resources/batch/jobs/types';
import type { Pod } from '../../resources/core/pods/types';

export type PodFailurePolicy = NonNullable<NonNullable<Job['spec']>['podFailurePolicy']>;
type Rule = PodFailurePolicy['rules'][number];

export interface PolicyMatch {
  /** Undefined where no rule matched. */
  readonly action?: string;
  /** Whether the failure counts towards the back-off limit. */
  readonly counts: boolean;
  /** Why the whole job fails; only with FailJob. */
  readonly message?: string;
}

export function matchPolicy(policy: PodFailurePolicy | undefined, pod: Pod): PolicyMatch {
  for (const [at, rule] of (policy?.rules ?? []).entries()) {
    const found = rule.onExitCodes ? exitCodeMatch(rule.onExitCodes, pod) : conditionMatch(rule, pod);
    if (found === undefined) continue;
    const { action } = rule;
    if (action === 'FailJob') return { action, counts: true, message: `${found} matching FailJob rule at index ${at}` };
    if (action === 'Ignore' || action === 'FailIndex' || action === 'Count') return { action, counts: action !== 'Ignore' };
  }
  return { counts: true };
}

function exitCodeMatch(requirement: NonNullable<Rule['onExitCodes']>, pod: Pod): string | undefined {
  const { containerName, operator, values } = requirement;
  const { namespace, name } = pod.metadata;
  for (const status of [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])]) {
    const code = status.state?.terminated?.exitCode;
    if (code === undefined || code === 0 || (containerName !== undefined && containerName !== status.name)) continue;
    if (values.includes(code) === (operator === 'In'))
      return `Container ${status.name} for pod ${namespace}/${name} failed with exit code ${code}`;
  }
  return undefined;
}

function conditionMatch({ onPodConditions = [] }: Rule, pod: Pod): string | undefined {
  const { namespace, name } = pod.metadata;
  for (const pattern of onPodConditions) {
    const met = pod.status?.conditions?.some(({ type, status }) => type === pattern.type && status === pattern.status);
    if (met) return `Pod ${namespace}/${name} has condition ${pattern.type}`;
  }
  return undefined;
}
