/** Tables of custom resources (source: apiextensions-apiserver/pkg/registry/customresource/tableconvertor/tableconvertor.go, 1.36). */
import type { AnyObject } from '../../../api/meta';
import type { CustomResourceVersion, PrinterColumn } from './types';
import type { TableDefinition } from '../../definition';
import { AGE_COLUMN, NAME_COLUMN, age } from '../../table';
import { goJson } from '../../../api/field-error';
import { canonicalJson } from '../../../lib/canonical-json';
import { firstAt } from './json-path';

const AGE: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

export function columnsOf({ additionalPrinterColumns }: Pick<CustomResourceVersion, 'additionalPrinterColumns'>): TableDefinition {
  const columns = additionalPrinterColumns?.length ? additionalPrinterColumns : [AGE];
  const otherwise = (name: string) =>
    columns.at(-1) === AGE
      ? AGE_COLUMN.description
      : `Custom resource definition column (in JSONPath format): ${columns.find((each) => each.name === name)?.jsonPath}`;
  return {
    columns: [
      NAME_COLUMN,
      ...columns.map(({ name, type, format = '', description, priority = 0 }) => ({
        name,
        type: type as 'string',
        format,
        description: description || otherwise(name),
        priority,
      })),
    ],
    row: (object: AnyObject, nowMs) => [
      object.metadata?.name,
      ...columns.map(({ type, jsonPath }) => cell(type, firstAt(object, jsonPath), nowMs)),
    ],
  };
}

const number = (name: string, description: string, jsonPath: string): PrinterColumn => ({ name, type: 'integer', description, jsonPath });

/** What `get --subresource=scale` shows of custom resources. */
export const SCALE_TABLE = columnsOf({
  additionalPrinterColumns: [
    number('Desired', 'Number of desired replicas', '.spec.replicas'),
    number('Available', 'Number of actual replicas', '.status.replicas'),
    AGE,
  ],
});

function cell(type: string, value: unknown, nowMs: number): unknown {
  if (value === undefined) return null;
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? ageText(value, nowMs) : null;
    default:
      return shown(value);
  }
}

function ageText(text: string, nowMs: number): string {
  if (text === '') return '<unknown>';
  return Number.isNaN(Date.parse(text)) ? '<invalid>' : age(text, nowMs);
}

function shown(value: unknown): string {
  if (value === null) return '<no value>';
  return typeof value === 'string' ? value : goJson(JSON.parse(canonicalJson(value)));
}
