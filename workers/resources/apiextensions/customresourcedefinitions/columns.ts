/** Tables of custom resources (source: apiextensions-apiserver/pkg/registry/customresource/tableconvertor/tableconvertor.go, 1.36). */
import type { AnyObject } from '../../../api/meta';
import type { CustomResourceVersion, PrinterColumn } from './types';
import type { TableDefinition } from '../../definition';
import { AGE_COLUMN, NAME_COLUMN, age } from '../../table';
import { firstAt } from './json-path';

const AGE: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

export function columnsOf({ additionalPrinterColumns }: CustomResourceVersion): TableDefinition {
  const columns = additionalPrinterColumns?.length ? additionalPrinterColumns : [AGE];
  const otherwise = (name: string) =>
    columns[0] === AGE
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

function cell(type: string, value: unknown, nowMs: number): unknown {
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? (Number.isNaN(Date.parse(value)) ? '<invalid>' : age(value, nowMs)) : null;
    default:
      return typeof value === 'string' ? value : JSON.stringify(value);
  }
}
