/** What expressions of policies can name, and the check that they compile (source: k8s.io/apiserver/pkg/admission/plugin/cel/compile.go, 1.36). */
import { compile } from '../../api/cel/compile';
import type { Program } from '../../api/cel/compile';
import type { Scope } from '../../api/cel/infer';
import { BOOL, DYN, STRING, typeName } from '../../api/cel/types';
import type { CelType } from '../../api/cel/types';
import { invalid, required } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { NamedExpression } from './types';

const object = (fields: Readonly<Record<string, CelType>>): CelType => ({ kind: 'object', fields: new Map(Object.entries(fields)) });
const GVK = object({ group: STRING, version: STRING, kind: STRING });
const GVR = object({ group: STRING, version: STRING, resource: STRING });

const REQUEST = object({
  uid: STRING,
  kind: GVK,
  resource: GVR,
  subResource: STRING,
  requestKind: GVK,
  requestResource: GVR,
  requestSubResource: STRING,
  name: STRING,
  namespace: STRING,
  operation: STRING,
  userInfo: object({ username: STRING, uid: STRING, groups: { kind: 'list', value: STRING }, extra: { kind: 'map', value: DYN } }),
  dryRun: BOOL,
  options: DYN,
});

export interface ScopeOptions {
  readonly params?: boolean;
  /** Typed literals can be made. */
  readonly mutating?: boolean;
  /** Absent: `variables` is not there at all. */
  readonly variables?: ReadonlyMap<string, CelType> | undefined;
}

export function policyScope({ params = false, variables, mutating = false }: ScopeOptions): Scope {
  return {
    ...(mutating ? { Object: { kind: 'Object' }, JSONPatch: { kind: 'JSONPatch' } } : {}),
    object: DYN,
    oldObject: DYN,
    request: REQUEST,
    namespaceObject: DYN,
    authorizer: DYN,
    ...(params ? { params: DYN } : {}),
    ...(variables ? { variables: { kind: 'object', fields: variables } } : {}),
  };
}

/** The type `expected` asks for in its text; 'dyn' passes everywhere. */
export function checkExpression(
  expression: string,
  scope: Scope,
  field: string,
  expected: readonly CelType['kind'][],
  errors: FieldError[],
  wanted = expected.length === 1 ? (expected[0] as string) : `one of [${expected.join(' ')}]`,
): Program | undefined {
  const program = compile(expression, scope);
  if ('error' in program) {
    errors.push(invalidText(field, expression, `compilation failed: ${program.error}`));
    return undefined;
  }
  const { type } = program;
  const fits = expected.includes(type.kind) && (type.kind !== 'list' || typeName(type) === wanted);
  if (expected.length && type.kind !== 'dyn' && !fits)
    errors.push(invalidText(field, expression, `must evaluate to ${wanted} but got ${typeName(type)}`));
  return program;
}

function invalidText(field: string, expression: string, detail: string): FieldError {
  return invalid(field, expression, detail);
}

const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;

/** Variables see those before them. undefined without any: there is nothing called `variables` then. */
export function compileVariables(
  variables: readonly NamedExpression[] | undefined,
  params: boolean,
  path: string,
  errors: FieldError[],
): ReadonlyMap<string, CelType> | undefined {
  if (!variables?.length) return undefined;
  const known = new Map<string, CelType>();
  for (const [index, { name, expression }] of variables.entries()) {
    const at = `${path}[${index}]`;
    if (!name) errors.push(required(`${at}.name`, 'name is not specified'));
    else if (!IDENTIFIER.test(name)) errors.push(invalid(`${at}.name`, name, 'must be a valid CEL identifier'));
    if (!expression?.trim()) {
      errors.push(required(`${at}.expression`, 'expression is not specified'));
      continue;
    }
    const scope = policyScope({ params, variables: new Map(known) });
    const program = checkExpression(expression, scope, `${at}.expression`, [], errors);
    known.set(name, program?.type ?? DYN);
  }
  return known;
}
