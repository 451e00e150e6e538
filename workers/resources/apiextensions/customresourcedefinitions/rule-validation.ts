/** The rules of a schema compile, and say what they should (source: .../validation/validation.go and cel/compilation.go, 1.36). */
import { compile } from '../../../api/cel/compile';
import type { Scope } from '../../../api/cel/compile';
import type { CelType } from '../../../api/cel/types';
import { formatValue, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { celTypeOf } from '../schema/cel-type';
import { estimateCost } from '../schema/cost/estimate';
import { cardinalityOf, sizedType } from '../schema/cost/sized-type';
import { valuesOf } from '../schema/json-schema';
import type { JsonSchemaProps, ValidationRule } from '../schema/json-schema';
import { ruleScope } from '../schema/rules';
import { printRule } from './go-print';
import type { RuleCosts } from './rule-costs';

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/** What can be told of rules without reading their expressions. */
export function validateRuleForms(schema: JsonSchemaProps, path: string, errors: FieldError[]): void {
  for (const [index, rule] of (schema['x-kubernetes-validations'] ?? []).entries())
    validateForm(rule, schema, `${path}.x-kubernetes-validations[${index}]`, errors);
}

function validateForm(rule: ValidationRule, schema: JsonSchemaProps, path: string, errors: FieldError[]): void {
  const { rule: text = '', message = '', messageExpression = '', reason, fieldPath = '' } = rule;
  if (text.trim() === '') errors.push(required(`${path}.rule`, 'rule is not specified'));
  else if (text.includes('\n') && message.trim() === '')
    errors.push(required(`${path}.message`, 'message must be specified if rule contains line breaks'));
  validateLine(message, `${path}.message`, errors);
  if (messageExpression !== '' && messageExpression.trim() === '')
    errors.push(required(`${path}.messageExpression`, 'messageExpression must be non-empty if specified'));
  validateLine(fieldPath, `${path}.fieldPath`, errors);
  if (reason !== undefined && !REASONS.includes(reason)) errors.push(notSupported(`${path}.reason`, reason, REASONS));
  if (fieldPath !== '' && !refersTo(schema, fieldPath)) errors.push(invalid(`${path}.fieldPath`, fieldPath, 'must be a valid path'));
}

function validateLine(text: string, path: string, errors: FieldError[]): void {
  if (text !== '' && text.trim() === '') errors.push(invalid(path, text, 'must be non-empty if specified'));
  else if (text.includes('\n')) errors.push(invalid(path, text, 'must not contain line breaks'));
}

/** Where a schema's rules are, and what they share with the others. */
export interface RulePlace {
  readonly path: string;
  readonly root: boolean;
  /** How often such a value can be there at most; undefined: as often as a request has room for it. */
  readonly cardinality: number | undefined;
  /** The schema whose parts have no past, that this one is in. */
  readonly pastless: string | undefined;
  readonly costs: RuleCosts;
}

const UNTYPED =
  'Internal error: internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations';

export function compileRules(schema: JsonSchemaProps, place: RulePlace, errors: FieldError[]): void {
  const rules = schema['x-kubernetes-validations'] ?? [];
  if (rules.length === 0) return;
  const type = celTypeOf(schema, place.root);
  if (!type) return void errors.push({ type: 'InternalError', field: `${place.path}.x-kubernetes-validations`, message: UNTYPED });
  const size = sizedType(schema, place.root || schema['x-kubernetes-embedded-resource']);
  const times = place.cardinality ?? (size ? cardinalityOf(size) : 0);
  const priced = (source: string, scope: Scope) => (size ? estimateCost(source, scope, size) : 0) * times;
  for (const [index, rule] of rules.entries())
    compileRule(rule, { ...place, path: `${place.path}.x-kubernetes-validations[${index}]` }, type, priced, errors);
}

type Priced = (source: string, scope: Scope) => number;

function compileRule(
  rule: ValidationRule,
  { path, pastless, costs }: RulePlace,
  type: CelType,
  priced: Priced,
  errors: FieldError[],
): void {
  const { rule: text = '', messageExpression = '' } = rule;
  const refuse = (field: string, detail: string, value: string = printRule(rule)) =>
    void errors.push({ type: 'FieldValueInvalid', field: `${path}.${field}`, message: `Invalid value: ${value}: ${detail}` });
  const scope = ruleScope(rule, type);
  const program = compile(text, scope);
  if ('error' in program) refuse('rule', `compilation failed: ${program.error}`);
  else if (program.type.kind !== 'bool' && program.type.kind !== 'dyn') refuse('rule', 'cel expression must evaluate to a bool');
  else errors.push(...costs.add(`${path}.rule`, priced(text, scope), 'estimated rule cost'));
  if (messageExpression !== '' && isMessage(messageExpression, scope, refuse))
    errors.push(...costs.add(`${path}.messageExpression`, priced(messageExpression, scope), 'estimated messageExpression cost'));
  const mentionsPast = !('error' in program) && /\boldSelf\b/.test(text);
  if (mentionsPast && pastless !== undefined)
    refuse('rule', `oldSelf cannot be used on the uncorrelatable portion of the schema within ${pastless}`, formatValue(text));
  else if (!mentionsPast && rule.optionalOldSelf !== undefined)
    refuse('optionalOldSelf', 'may not be set if oldSelf is not used in rule', String(rule.optionalOldSelf));
}

function isMessage(source: string, scope: Scope, refuse: (field: string, detail: string) => void): boolean {
  const made = compile(source, scope);
  const isText = made.type?.kind === 'string' || made.type?.kind === 'dyn';
  if ('error' in made) refuse('messageExpression', `messageExpression compilation failed: ${made.error}`);
  else if (!isText) refuse('messageExpression', 'messageExpression must evaluate to a string');
  return !('error' in made) && isText;
}

/** ".min", ".list['a-b'].c": a path of declared properties. */
function refersTo(schema: JsonSchemaProps, path: string): boolean {
  const steps = [...path.matchAll(/\.([\w-]+)|\['([^']+)'\]/g)];
  if (steps.map(([text]) => text).join('') !== path || steps.length === 0) return false;
  let at: JsonSchemaProps | undefined = schema;
  for (const [, name, quoted] of steps) at = at?.properties?.[name ?? quoted ?? ''] ?? (at && valuesOf(at));
  return at !== undefined;
}
