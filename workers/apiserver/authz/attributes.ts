/** What an authorizer decides about (source: k8s.io/apiserver/pkg/authorization/authorizer/interfaces.go, 1.36). */
import type { UserInfo } from '../../api/user-info';

export interface ResourceAttributes {
  readonly user: UserInfo;
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** "" where there is none; the same for the three below. */
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** Of a list or watch, as the client wrote it. */
  readonly fieldSelector?: string;
}

export interface NonResourceAttributes {
  readonly user: UserInfo;
  /** The HTTP method in lower case. */
  readonly verb: string;
  readonly path: string;
}

export type Attributes = ResourceAttributes | NonResourceAttributes;

export interface Decision {
  readonly allowed: boolean;
  /** Why; often "". */
  readonly reason: string;
}

export function isResource(attributes: Attributes): attributes is ResourceAttributes {
  return 'resource' in attributes;
}
