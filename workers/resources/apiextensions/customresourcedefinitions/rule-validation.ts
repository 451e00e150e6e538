/** The rules of a schema compile, and say what they should (source: .../validation/validation.go and cel/compilation.go, 1.36). */
import { compile } from '../../../api/cel/compile';
import type { CelType } from '../../../api/cel/types';
import { invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { celTypeOf } from '../schema/cel-type';
import { valuesOf } from '../schema/json-schema';
import type { JsonSchemaProps, ValidationRule } from '../schema/json-schema';
import { ruleScope } from '../schema/rules';
import { printRule } from './go-print';

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

export function compileRules(schema: JsonSchemaProps, path: string, errors: FieldError[], root: boolean): void {
  const rules = schema['x-kubernetes-validations'] ?? [];
  if (rules.length === 0) return;
  const type = celTypeOf(schema, root);
  for (const [index, rule] of rules.entries()) compileRule(rule, type, `${path}.x-kubernetes-validations[${index}]`, errors);
}

function compileRule(rule: ValidationRule, type: CelType, path: string, errors: FieldError[]): void {
  const { rule: text = '', messageExpression = '' } = rule;
  const refuse = (field: string, detail: string, value: string = printRule(rule)) =>
    void errors.push({ type: 'FieldValueInvalid', field: `${path}.${field}`, message: `Invalid value: ${value}: ${detail}` });
  const scope = ruleScope(rule, type);
  const program = compile(text, scope);
  if ('error' in program) refuse('rule', `compilation failed: ${program.error}`);
  else if (program.type.kind !== 'bool' && program.type.kind !== 'dyn') refuse('rule', 'cel expression must evaluate to a bool');
  if (rule.optionalOldSelf !== undefined && !('error' in program) && !/\boldSelf\b/.test(text))
    refuse('optionalOldSelf', 'may not be set if oldSelf is not used in rule', String(rule.optionalOldSelf));
  if (messageExpression === '') return;
  const made = compile(messageExpression, scope);
  if ('error' in made) refuse('messageExpression', `messageExpression compilation failed: ${made.error}`);
  else if (made.type.kind !== 'string' && made.type.kind !== 'dyn')
    refuse('messageExpression', 'messageExpression must evaluate to a string');
}

/** ".min", ".list['a-b'].c": a path of declared properties. */
function refersTo(schema: JsonSchemaProps, path: string): boolean {
  const steps = [...path.matchAll(/\.([\w-]+)|\['([^']+)'\]/g)];
  if (steps.map(([text]) => text).join('') !== path || steps.length === 0) return false;
  let at: JsonSchemaProps | undefined = schema;
  for (const [, name, quoted] of steps) at = at?.properties?.[name ?? quoted ?? ''] ?? (at && valuesOf(at));
  return at !== undefined;
}
