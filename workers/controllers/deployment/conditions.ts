/** Conditions of a Deployment: setting one again with the same status and reason changes nothing (source: deployment_util.go, 1.36). */
import { rfc3339 } from '../../api/time';

export interface DeploymentCondition {
  readonly type: string;
  readonly status: string;
  readonly lastUpdateTime?: string;
  readonly lastTransitionTime?: string;
  readonly reason?: string;
  readonly message?: string;
}

export type Conditions = readonly DeploymentCondition[];

export function newCondition(nowMs: number, type: string, status: string, reason: string, message: string): DeploymentCondition {
  const now = rfc3339(nowMs);
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

export function conditionOf(conditions: Conditions | undefined, type: string): DeploymentCondition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

export function withCondition(conditions: Conditions, condition: DeploymentCondition): Conditions {
  const before = conditionOf(conditions, condition.type);
  if (before && before.status === condition.status && before.reason === condition.reason) return conditions;
  const sameStatus = before !== undefined && before.status === condition.status;
  const next =
    sameStatus && before.lastTransitionTime !== undefined ? { ...condition, lastTransitionTime: before.lastTransitionTime } : condition;
  return [...withoutCondition(conditions, condition.type), next];
}

export function withoutCondition(conditions: Conditions, type: string): Conditions {
  return conditions.filter((condition) => condition.type !== type);
}
