/** Requests that connect: their options pass admission, then the subresource opens what it is for (source: apiserver/pkg/endpoints/handlers/rest.go ConnectResource, 1.36). */
import type { ApiReply, ApiRequest } from '../../api/request';
import { badRequest } from '../../api/status';
import type { Status } from '../../api/status';
import type { Draft } from '../../resources/definition';
import { admit, validateAdmission } from '../admission/plugin';
import type { AdmissionRequest } from '../admission/plugin';
import type { RequestScope } from '../backend';
import { parseQuery } from '../http/query';
import { failed } from '../replies';
import { connectOptions } from './connect-options';
import type { ConnectOptions } from './connect-options';

/** The body of the ApiRequest. */
export interface ConnectRequest {
  readonly method: string;
  /** The text behind the "?". */
  readonly query: string;
  /** Behind "/proxy", unescaped; default "". */
  readonly path?: string;
  /** A host with machines opens the connection itself: it wants the options, unless something stands against it. */
  readonly carried?: boolean;
}

interface Connection {
  /** What stands against it. */
  readonly hindrance: (scope: RequestScope, name: string, options: ConnectOptions) => Status | undefined;
  /** What a server without machines says then. */
  readonly refusal: (scope: RequestScope, name: string) => Status;
}

export function connecting({ hindrance, refusal }: Connection): (scope: RequestScope, name: string, request: ApiRequest) => ApiReply {
  return (scope, name, { body, subresource = '' }) => {
    const { query, path, carried } = body as ConnectRequest;
    if (parseQuery(query).dryRun !== undefined) return failed(badRequest('dryRun is not supported'));
    const kind = scope.definition.subresources?.find((each) => each.name === subresource)?.kind ?? '';
    const options = connectOptions(kind, query, path);
    if (typeof options === 'string') return failed(badRequest(options));
    const request: AdmissionRequest = { scope, operation: 'CONNECT', name, object: { ...options } as unknown as Draft };
    const denial = admit(request) ?? validateAdmission(request);
    if (denial) return failed(denial);
    const admitted = request.object as unknown as ConnectOptions;
    const problem = hindrance(scope, name, admitted);
    if (problem) return failed(problem);
    return carried ? { code: 200, body: admitted, warnings: [...new Set(scope.warnings)] } : failed(refusal(scope, name));
  };
}
