/** Admission: what may change (`admit`) or refuse (`validate`) a request before it is stored. Plugins are listed in registry.ts. */
import type { AnyObject } from '../../api/meta';
import type { Status } from '../../api/status';
import type { Draft } from '../../resources/definition';
import type { RequestScope } from '../backend';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

export interface AdmissionRequest {
  readonly scope: RequestScope;
  readonly operation: Operation;
  readonly name: string;
  /** Absent for DELETE. For CONNECT the options, which have no metadata. */
  readonly object?: Draft;
  /** Absent for CREATE. */
  readonly before?: AnyObject;
}

export interface AdmissionPlugin {
  readonly name: string;
  /** Whether it is asked about requests that connect. */
  readonly connects?: boolean;
  /** May change `request.object` in place. A Status refuses the request. */
  readonly admit?: (request: AdmissionRequest) => Status | undefined;
  /** Runs when the object has its final form, after validation. */
  readonly validate?: (request: AdmissionRequest) => Status | undefined;
}

export function admit(request: AdmissionRequest): Status | undefined {
  for (const plugin of pluginsFor(request)) {
    const refusal = plugin.admit?.(request);
    if (refusal) return refusal;
  }
  return undefined;
}

export function validateAdmission(request: AdmissionRequest): Status | undefined {
  for (const plugin of pluginsFor(request)) {
    const refusal = plugin.validate?.(request);
    if (refusal) return refusal;
  }
  return undefined;
}

export function pluginsFor({ scope, operation }: AdmissionRequest): readonly AdmissionPlugin[] {
  const { admission } = scope.backend;
  return operation === 'CONNECT' ? admission.filter(({ connects }) => connects) : admission;
}
