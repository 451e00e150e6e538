/**
 * Whether the expressions of a validating policy fit the kinds it is about (source: k8s.io/apiserver/pkg/admission/plugin/policy/validating/typechecking.go,
 * 1.36). What does not is told in the policy's status only.
 */
import { compile } from '../../../api/cel/compile';
import type { Scope } from '../../../api/cel/compile';
import { compileVariables, policyScope } from '../../../resources/admissionregistration/expressions';
import type { ValidatingAdmissionPolicy } from '../../../resources/admissionregistration/types';
import type { ResourceDefinition } from '../../../resources/definition';
import { typeOfKind } from '../../../resources/schema/structure';
import type { Backend } from '../../backend';
import { apiVersionOf } from '../../resource-table';
import { celTypeOfStruct } from './schema-types';

/** Kinds that are looked at, so that a policy about many does not take long. */
const KINDS_MAX = 10;

interface ExpressionWarning {
  readonly fieldRef: string;
  readonly warning: string;
}

export function typeChecking(
  policy: ValidatingAdmissionPolicy,
  backend: Backend,
): { readonly expressionWarnings?: readonly ExpressionWarning[] } {
  const { spec } = policy;
  const kinds = kindsOf(policy, backend).slice(0, KINDS_MAX);
  const params = spec.paramKind !== undefined;
  const paramScope = spec.paramKind ? paramsScope(spec.paramKind, backend) : {};
  const scopes = kinds.map((kind) => {
    const type = typeOf(kind, backend);
    const typed: Scope = type ? { object: type, oldObject: type, ...paramScope } : paramScope;
    const variables = compileVariables(spec.variables, params, '', [], typed);
    return { kind, scope: policyScope({ params, variables, typed }) };
  });
  const expressionWarnings = (spec.validations ?? []).flatMap(({ expression, messageExpression }, index) =>
    [
      { fieldRef: `spec.validations[${index}].expression`, source: expression },
      ...(messageExpression ? [{ fieldRef: `spec.validations[${index}].messageExpression`, source: messageExpression }] : []),
    ].flatMap(({ fieldRef, source }) => {
      const texts = scopes.flatMap(({ kind, scope }) => problemOf(source, scope, kind));
      return texts.length > 0 ? [{ fieldRef, warning: texts.join('\n') }] : [];
    }),
  );
  return expressionWarnings.length > 0 ? { expressionWarnings } : {};
}

function problemOf(source: string, scope: Scope, { group, version, kind }: ResourceDefinition): readonly string[] {
  const program = compile(source, scope);
  return 'error' in program ? [`${group}/${version}, Kind=${kind}: ${program.error}\n`] : [];
}

/** The kinds that rules name outright, in order. A rule about the core group finds resources of that name in any group. */
function kindsOf({ spec }: ValidatingAdmissionPolicy, { resources }: Backend): readonly ResourceDefinition[] {
  const found = new Set<ResourceDefinition>();
  for (const rule of spec.matchConstraints?.resourceRules ?? []) {
    const { apiGroups = [], apiVersions = [], resources: names = [] } = rule;
    if (apiGroups.includes('*') || apiVersions.includes('*')) continue;
    for (const name of names.filter((each) => !/[*/]/.test(each)))
      for (const group of apiGroups)
        for (const version of apiVersions)
          for (const each of resources.all)
            if (each.resource === name && each.version === version && (group === '' || each.group === group)) found.add(each);
  }
  const sortKey = ({ group, version, kind }: ResourceDefinition) => `${group}/${version}/${kind}`;
  return [...found].toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function typeOf(definition: ResourceDefinition, { clock }: Backend) {
  const { custom, kind } = definition;
  const struct = custom ? custom.type : typeOfKind(apiVersionOf(definition), kind);
  // Upstream puts the nanoseconds of the hour behind the name.
  return struct && celTypeOfStruct(struct, `${kind}${(clock() % 1000) * 1_000_000}`);
}

function paramsScope({ apiVersion = '', kind = '' }: { readonly apiVersion?: string; readonly kind?: string }, backend: Backend): Scope {
  const definition = backend.resources.all.find((each) => each.kind === kind && apiVersionOf(each) === apiVersion);
  const type = definition && typeOf(definition, backend);
  return type ? { params: type } : {};
}
