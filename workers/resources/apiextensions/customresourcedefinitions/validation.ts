/** Source: apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go, 1.36. Differs: webhook conversions are refused or stored, never called. */
import { deepEqual } from '../../../lib/equal';
import { forbiddenField, goJson, invalid, jsonText, notSupportedText, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1035Label, isDns1123Subdomain } from '../../../api/names';
import { emptiedOf } from '../../schema/emptied';
import { IMMUTABLE } from '../../validation/values';
import { printVersions } from './go-print';
import type { Hoisted } from './go-print';
import { validateClient, validateReviewVersions } from '../../admissionregistration/webhook-validation';
import { validateApproval } from './approval';
import { validateSchema } from './schema-validation';
import type { CustomResourceDefinition, CustomResourceNames, CustomResourceVersion, PrinterColumn } from './types';
import { validateDeprecation, validateSelectableFields, validateSubresources } from './version-validation';

const PRESERVE = 'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';

export function validate(object: AnyObject): FieldError[] {
  const { metadata, spec, status } = object as unknown as CustomResourceDefinition;
  const errors: FieldError[] = [];
  validateSpec(spec, errors);
  validateStoredVersions(spec.versions, status?.storedVersions ?? [], errors);
  errors.push(...validateApproval(spec.group, metadata.annotations, undefined));
  if (spec.preserveUnknownFields) errors.push(invalid('spec.preserveUnknownFields', true, PRESERVE));
  return errors;
}

export function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const { metadata, spec, status } = object as unknown as CustomResourceDefinition;
  const old = before as unknown as CustomResourceDefinition;
  const errors: FieldError[] = [];
  validateSpec(spec, errors);
  if (isEstablished(old)) {
    if (spec.scope !== old.spec.scope) errors.push(invalid('spec.scope', spec.scope, IMMUTABLE));
    if (spec.names.kind !== old.spec.names.kind) errors.push(invalid('spec.names.kind', spec.names.kind, IMMUTABLE));
  }
  if (spec.group !== old.spec.group) errors.push(invalid('spec.group', spec.group, IMMUTABLE));
  if (spec.names.plural !== old.spec.names.plural) errors.push(invalid('spec.names.plural', spec.names.plural, IMMUTABLE));
  validateStoredVersions(spec.versions, status?.storedVersions ?? [], errors);
  errors.push(...validateApproval(spec.group, metadata.annotations, { annotations: old.metadata.annotations }));
  if (spec.preserveUnknownFields && !old.spec.preserveUnknownFields) errors.push(invalid('spec.preserveUnknownFields', true, PRESERVE));
  return errors;
}

export function isEstablished({ status }: CustomResourceDefinition): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === 'Established' && value === 'True') ?? false;
}

function validateSpec(spec: CustomResourceDefinition['spec'], errors: FieldError[]): void {
  validateGroup(spec.group, errors);
  if (!spec.scope) errors.push(required('spec.scope'));
  else if (spec.scope !== 'Cluster' && spec.scope !== 'Namespaced')
    errors.push(notSupportedText('spec.scope', spec.scope, ['Cluster', 'Namespaced']));
  for (const [index, { schema }] of spec.versions.entries())
    if (!schema?.openAPIV3Schema) errors.push(required(`spec.versions[${index}].schema.openAPIV3Schema`));
  const hoisted = hoistedParts(spec.versions);
  validateVersions(spec, hoisted, errors);
  validateSpecNames(spec.names, errors);
  const [first] = spec.versions;
  if (first) {
    if (hoisted.schema) validateVersionSchema(first, 'spec.validation.openAPIV3Schema', errors);
    if (hoisted.subresources) validateSubresources(first, 'spec.subresources', errors);
    if (hoisted.additionalPrinterColumns) validateColumns(first.additionalPrinterColumns, 'spec.additionalPrinterColumns', errors);
    if (hoisted.selectableFields) validateSelectableFields(first, 'spec.selectableFields', 'validations.schema is included', errors);
  }
  const { strategy = 'None' } = spec.conversion ?? {};
  if (spec.preserveUnknownFields && strategy !== 'None')
    errors.push(invalid('spec.conversion.strategy', jsonText(strategy), 'must be None if spec.preserveUnknownFields is true'));
  validateConversion(spec.conversion, errors);
}

/** Upstream's internal form moves what all versions share to the top, and error paths show that. */
function hoistedParts(versions: readonly CustomResourceVersion[]): Hoisted {
  const same = (part: keyof Hoisted) => versions.every((version) => deepEqual(version[part] ?? null, versions[0]?.[part] ?? null));
  return {
    schema: same('schema'),
    subresources: same('subresources'),
    additionalPrinterColumns: same('additionalPrinterColumns'),
    selectableFields: same('selectableFields'),
  };
}

function validateGroup(group: string | undefined, errors: FieldError[]): void {
  if (!group) errors.push(required('spec.group'));
  else {
    const messages = isDns1123Subdomain(group);
    if (messages.length) errors.push(invalid('spec.group', group, messages.join(',')));
    else if (!group.includes('.')) errors.push(invalid('spec.group', group, 'should be a domain with at least one dot'));
  }
}

function validateVersions(spec: CustomResourceDefinition['spec'], hoisted: Hoisted, errors: FieldError[]): void {
  const { versions } = spec;
  for (const [index, version] of versions.entries()) {
    const at = `spec.versions[${index}]`;
    pushJoined(errors, `${at}.name`, version.name ?? '', isDns1035Label(version.name ?? ''));
    validateDeprecation(version, at, errors);
    if (!hoisted.schema) validateVersionSchema(version, `${at}.schema.openAPIV3Schema`, errors);
    if (!hoisted.subresources) validateSubresources(version, `${at}.subresources`, errors);
    if (!hoisted.additionalPrinterColumns) validateColumns(version.additionalPrinterColumns, `${at}.additionalPrinterColumns`, errors);
    if (!hoisted.selectableFields)
      validateSelectableFields(version, `${at}.selectableFields`, '`version.schema.openAPIV3Schema` is not included', errors);
  }
  const refuse = (why: string) =>
    void errors.push({
      type: 'FieldValueInvalid',
      field: 'spec.versions',
      message: `Invalid value: ${versions.length > 0 ? printVersions(versions, hoisted) : goJson(emptiedOf(spec)['versions'] ?? null)}: ${why}`,
    });
  if (new Set(versions.map(({ name }) => name)).size !== versions.length) refuse('must contain unique version names');
  if (versions.filter(({ storage }) => storage).length !== 1) refuse('must have exactly one version marked as storage version');
  const [first] = versions;
  if (first?.name) pushJoined(errors, 'spec.version', first.name, isDns1035Label(first.name));
}

function validateVersionSchema({ schema }: CustomResourceVersion, path: string, errors: FieldError[]): void {
  if (schema?.openAPIV3Schema) validateSchema(schema.openAPIV3Schema, path, errors);
}

function pushJoined(errors: FieldError[], field: string, value: string, messages: readonly string[]): void {
  if (messages.length) errors.push(invalid(field, value, messages.join(',')));
}

export function validateStatusUpdate(object: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  validateNames((object as unknown as CustomResourceDefinition).status?.acceptedNames ?? {}, 'status.acceptedNames', errors);
  return errors;
}

function validateSpecNames(names: CustomResourceNames, errors: FieldError[]): void {
  const { plural, singular, kind, listKind } = names;
  if (!plural) errors.push(required('spec.names.plural'));
  if (!singular) errors.push(required('spec.names.singular'));
  if (!kind) errors.push(required('spec.names.kind'));
  if (!listKind) errors.push(required('spec.names.listKind'));
  validateNames(names, 'spec.names', errors);
}

function validateNames(
  { plural, singular, kind, listKind, shortNames, categories }: Partial<CustomResourceNames>,
  at: string,
  errors: FieldError[],
): void {
  if (plural) pushJoined(errors, `${at}.plural`, plural, isDns1035Label(plural));
  if (singular) pushJoined(errors, `${at}.singular`, singular, isDns1035Label(singular));
  const mixedCase = (field: string, value: string | undefined) => {
    const messages = value ? isDns1035Label(value.toLowerCase()) : [];
    if (messages.length) errors.push(invalid(field, value, `may have mixed case, but should otherwise match: ${messages.join(',')}`));
  };
  mixedCase(`${at}.kind`, kind);
  mixedCase(`${at}.listKind`, listKind);
  for (const [index, name] of (shortNames ?? []).entries()) pushJoined(errors, `${at}.shortNames[${index}]`, name, isDns1035Label(name));
  if (kind && kind === listKind) errors.push(invalid(`${at}.listKind`, listKind, 'kind and listKind may not be the same'));
  for (const [index, name] of (categories ?? []).entries()) pushJoined(errors, `${at}.categories[${index}]`, name, isDns1035Label(name));
}

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

function validateColumns(columns: readonly PrinterColumn[] | undefined, path: string, errors: FieldError[]): void {
  for (const [index, { name, type, format, jsonPath }] of (columns ?? []).entries()) {
    const at = `${path}[${index}]`;
    if (!name) errors.push(required(`${at}.name`));
    const types = `must be one of ${COLUMN_TYPES.join(',')}`;
    if (!type) errors.push(required(`${at}.type`, types));
    else if (!COLUMN_TYPES.includes(type)) errors.push(invalid(`${at}.type`, type, types));
    if (format && !COLUMN_FORMATS.includes(format))
      errors.push(invalid(`${at}.format`, format, `must be one of ${COLUMN_FORMATS.join(',')}`));
    if (!jsonPath) errors.push(required(`${at}.JSONPath`));
    else if (!jsonPath.startsWith('.')) errors.push(invalid(`${at}.JSONPath`, jsonPath, 'must be a simple json path starting with .'));
  }
}

function validateConversion(conversion: CustomResourceDefinition['spec']['conversion'], errors: FieldError[]): void {
  const { strategy, webhook } = conversion ?? {};
  if (strategy !== 'None' && strategy !== 'Webhook') {
    if (!strategy) errors.push(required('spec.conversion.strategy'));
    else errors.push(notSupportedText('spec.conversion.strategy', strategy, ['None', 'Webhook']));
  }
  if (strategy !== 'Webhook') {
    const unused = 'should not be set when strategy is not set to Webhook';
    if (webhook?.clientConfig) errors.push(forbiddenField('spec.conversion.webhookClientConfig', unused));
    if (webhook?.conversionReviewVersions?.length) errors.push(forbiddenField('spec.conversion.conversionReviewVersions', unused));
    return;
  }
  const at = 'spec.conversion.webhookClientConfig';
  if (webhook?.clientConfig) validateClient(webhook.clientConfig, at, errors);
  else errors.push(required(at, 'required when strategy is set to Webhook'));
  validateReviewVersions(webhook?.conversionReviewVersions ?? [], 'spec.conversion.conversionReviewVersions', '', errors);
}

/** A version that is there twice is asked for twice, but found once. */
function validateStoredVersions(versions: readonly CustomResourceVersion[], stored: readonly string[], errors: FieldError[]): void {
  if (stored.length === 0) {
    errors.push(invalid('status.storedVersions', null, 'must have at least one stored version'));
    return;
  }
  const left = new Map(stored.map((name, index) => [name, index]));
  for (const { name = '', storage } of versions) {
    if (storage && !left.has(name)) errors.push(invalid('status.storedVersions', stored, `must have the storage version ${name}`));
    left.delete(name);
  }
  for (const [name, index] of left) {
    const why = `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
    errors.push(invalid(`status.storedVersions[${index}]`, name, why));
  }
}
