/** Asking whether somebody may do something (source: k8s.io/apiserver/pkg/cel/library/authz.go, 1.36). */
import { declare } from '../signature';
import type { Overload } from '../signature';
import { CelError } from '../value';
import type { CelObject } from '../value';
import { isDns1123Label, isDns1123Subdomain } from '../../names';

/** One question; the answer is the server's. */
export interface AccessQuestion {
  /** Absent: the user of the request. */
  readonly serviceAccount?: { readonly namespace: string; readonly name: string };
  readonly verb: string;
  /** Present: about a path, not a resource. */
  readonly path?: string;
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
}

export interface AccessAnswer {
  readonly allowed: boolean;
  readonly reason: string;
  readonly error?: string;
}

export type Ask = (question: AccessQuestion) => AccessAnswer;

/** Every step of a question: the authorizer itself, a path, a group, a resource. */
class Check implements CelObject {
  constructor(
    readonly typeName: string,
    readonly ask: Ask,
    readonly question: Omit<AccessQuestion, 'verb'>,
  ) {}

  with(question: Partial<AccessQuestion>, typeName: string = this.typeName): Check {
    return new Check(typeName, this.ask, { ...this.question, ...question });
  }
}

class Decision implements CelObject {
  readonly typeName = 'kubernetes.authorization.Decision';

  constructor(readonly answer: AccessAnswer) {}
}

const KIND = 'kubernetes.authorization';

/** The variable `authorizer`. */
export function celAuthorizer(ask: Ask): CelObject {
  return new Check(`${KIND}.Authorizer`, ask, {});
}

/** The variable `authorizer.requestResource`. */
export function celRequestResource(ask: Ask, about: Omit<AccessQuestion, 'verb'>): CelObject {
  return new Check(`${KIND}.ResourceCheck`, ask, about);
}

function check(asked: Check, verb: string): Decision {
  return new Decision(asked.ask({ ...asked.question, verb }));
}

function serviceAccount(asked: Check, namespace: string, name: string): Check {
  if (isDns1123Label(namespace).length > 0) throw new CelError(`Invalid service account namespace`);
  if (isDns1123Subdomain(name).length > 0) throw new CelError(`Invalid service account name`);
  return asked.with({ serviceAccount: { namespace, name } });
}

/** Members of a resource's check that name one more thing. */
const NARROWER = (['subresource', 'namespace', 'name', 'fieldSelector', 'labelSelector'] as const).map((part) =>
  declare(`${KIND}.ResourceCheck::${part}(string): ${KIND}.ResourceCheck`, (asked: Check, value: string) => asked.with({ [part]: value })),
);

export const AUTHORIZER: readonly Overload[] = [
  declare(`${KIND}.Authorizer::path(string): ${KIND}.PathCheck`, (asked: Check, path: string) => {
    if (path === '') throw new CelError('path must not be empty');
    return asked.with({ path }, `${KIND}.PathCheck`);
  }),
  declare(`${KIND}.PathCheck::check(string): ${KIND}.Decision`, check),
  declare(`${KIND}.Authorizer::group(string): ${KIND}.GroupCheck`, (asked: Check, group: string) =>
    asked.with({ group }, `${KIND}.GroupCheck`),
  ),
  declare(`${KIND}.Authorizer::serviceAccount(string, string): ${KIND}.Authorizer`, serviceAccount),
  declare(`${KIND}.GroupCheck::resource(string): ${KIND}.ResourceCheck`, (asked: Check, resource: string) => {
    if (resource === '') throw new CelError('resource must not be empty');
    return asked.with({ resource }, `${KIND}.ResourceCheck`);
  }),
  ...NARROWER,
  declare(`${KIND}.ResourceCheck::check(string): ${KIND}.Decision`, check),
  declare(`${KIND}.Decision::errored(): bool`, ({ answer }: Decision) => answer.error !== undefined),
  declare(`${KIND}.Decision::error(): string`, ({ answer }: Decision) => answer.error ?? ''),
  declare(`${KIND}.Decision::allowed(): bool`, ({ answer }: Decision) => answer.allowed),
  declare(`${KIND}.Decision::reason(): string`, ({ answer }: Decision) => answer.reason),
];
