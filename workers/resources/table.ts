/** Shared parts of `kubectl get` rows (source: k8s.io/kubernetes/pkg/printers/internalversion/printers.go, 1.36). */
import { parseTime } from '../api/time';
import type { FieldText, TableColumn, TableDefinition } from './definition';

/** The description of a field, "core.v1.PodSpec.nodeName", where documentation is loaded. */
export function textOf(field: string): FieldText {
  return { field };
}

export const NAME_COLUMN: TableColumn = { ...column('Name', textOf('meta.v1.ObjectMeta.name')), format: 'name' };
export const AGE_COLUMN = column('Age', textOf('meta.v1.ObjectMeta.creationTimestamp'));
/** Kinds without a printer (source: k8s.io/apiserver/pkg/registry/rest/table.go). */
export const NAME_AND_CREATED: TableDefinition = {
  columns: [NAME_COLUMN, column('Created At', textOf('meta.v1.ObjectMeta.creationTimestamp'), 'date')],
  row: ({ metadata }) => [metadata?.name ?? '', metadata?.creationTimestamp ?? '0001-01-01T00:00:00Z'],
};
export const CONTAINERS_COLUMN = wide('Containers', 'Names of each container in the template.');
export const IMAGES_COLUMN = wide('Images', 'Images referenced by each container in the template.');

export function column(name: string, description: string | FieldText, type: TableColumn['type'] = 'string'): TableColumn {
  return { name, type, format: '', description, priority: 0 };
}

/** A column that only `-o wide` shows. */
export function wide(name: string, description: string | FieldText, type: TableColumn['type'] = 'string'): TableColumn {
  return { ...column(name, description, type), priority: 1 };
}

/** The age cell of an RFC 3339 text; "<unknown>" where there is none. */
export function age(timestamp: string | null | undefined, nowMs: number): string {
  const created = parseTime(timestamp ?? undefined);
  return Number.isNaN(created) ? '<unknown>' : humanDuration(nowMs - created);
}

/** k8s.io/apimachinery/pkg/util/duration HumanDuration: two units at most. */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  if (seconds < -1) {
    return '<invalid>';
  }
  if (seconds < 0) {
    return '0s';
  }
  if (seconds < 120) {
    return `${seconds}s`;
  }
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 10) {
    return withRest(minutes, 'm', seconds % 60, 's');
  }
  if (minutes < 180) {
    return `${minutes}m`;
  }
  const hours = Math.trunc(minutes / 60);
  if (hours < 8) {
    return withRest(hours, 'h', minutes % 60, 'm');
  }
  if (hours < 48) {
    return `${hours}h`;
  }
  if (hours < 24 * 8) {
    return withRest(Math.trunc(hours / 24), 'd', hours % 24, 'h');
  }
  if (hours < 24 * 365 * 2) {
    return `${Math.trunc(hours / 24)}d`;
  }
  const days = Math.trunc(hours / 24);
  return hours < 24 * 365 * 8 ? withRest(Math.trunc(days / 365), 'y', days % 365, 'd') : `${Math.trunc(days / 365)}y`;
}

/** "a,b" of a template's containers. */
export function containerNames(spec: TemplateSpec | undefined): string {
  return (spec?.containers ?? []).map((container) => container.name).join(',');
}

export function containerImages(spec: TemplateSpec | undefined): string {
  return (spec?.containers ?? []).map((container) => container.image ?? '').join(',');
}

interface TemplateSpec {
  readonly containers?: readonly { readonly name: string; readonly image?: string }[];
}

function withRest(amount: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${amount}${unit}` : `${amount}${unit}${rest}${restUnit}`;
}
