/** The rules of a schema compile, and say what they should (source: .../validation/validation.go and cel/compilation.go, 1.36). */
import { compile } from '../../../api/cel/compile';
import type { CelType } from '../../../api/cel/types';
import { notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { celTypeOf } from '../schema/cel-type';
import { valuesOf } from '../schema/json-schema';
import type { JsonSchemaProps, ValidationRule } from '../schema/json-schema';
import { ruleScope } from '../schema/rules';
import { printRule } from './go-print';

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

export function validateRuleTexts(schema: JsonSchemaProps, path: string, errors: FieldError[], root = false): void {
  const type = celTypeOf(schema, root);
  for (const [index, rule] of (schema['x-kubernetes-validations'] ?? []).entries())
    validateRule(rule, type, schema, `${path}.x-kubernetes-validations[${index}]`, errors);
  for (const [name, each] of Object.entries(schema.properties ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    validateRuleTexts(each, `${path}.properties[${name}]`, errors);
  const values = valuesOf(schema);
  if (values) validateRuleTexts(values, `${path}.additionalProperties`, errors);
  if (schema.items) validateRuleTexts(schema.items, `${path}.items`, errors);
}

function validateRule(rule: ValidationRule, type: CelType, schema: JsonSchemaProps, path: string, errors: FieldError[]): void {
  const { rule: text = '', message = '', messageExpression = '', reason, fieldPath } = rule;
  const before = errors.length;
  const refuse = (field: string, detail: string, value: string = printRule(rule)) =>
    void errors.push({ type: 'FieldValueInvalid', field: `${path}.${field}`, message: `Invalid value: ${value}: ${detail}` });
  if (text.trim() === '') errors.push(required(`${path}.rule`, 'rule is not specified'));
  else if (text.includes('\n') && message.trim() === '')
    errors.push(required(`${path}.message`, 'message must be specified if rule contains line breaks'));
  if (message !== '' && message.trim() === '')
    errors.push({
      type: 'FieldValueInvalid',
      field: `${path}.message`,
      message: `Invalid value: ${JSON.stringify(message)}: message must be non-empty if specified`,
    });
  if (message.trim().includes('\n'))
    errors.push({
      type: 'FieldValueInvalid',
      field: `${path}.message`,
      message: `Invalid value: ${JSON.stringify(message)}: message must not contain line breaks`,
    });
  if (messageExpression !== '' && messageExpression.trim() === '')
    errors.push(required(`${path}.messageExpression`, 'messageExpression must be non-empty if specified'));
  if (reason !== undefined && !REASONS.includes(reason)) errors.push(notSupported(`${path}.reason`, reason, REASONS));
  if (fieldPath && !refersTo(schema, fieldPath))
    refuse(
      'fieldPath',
      fieldPath.startsWith('.') || fieldPath.startsWith('[') ? 'must be a valid path' : `must start with '.' or '['`,
      JSON.stringify(fieldPath),
    );
  if (errors.length > before) return;
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
  const steps = [...path.matchAll(/\.([\w-]+)|\[['"]([^'"]+)['"]\]/g)];
  if (steps.map(([text]) => text).join('') !== path || steps.length === 0) return false;
  let at: JsonSchemaProps | undefined = schema;
  for (const [, name, quoted] of steps) at = at?.properties?.[name ?? quoted ?? ''] ?? (at && valuesOf(at));
  return at !== undefined;
}
