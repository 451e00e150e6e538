import { define } from '../../define';
import { NAME_COLUMN, column } from '../../table';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
  readonly error?: string;
}

/** Asked for, never stored. Source: k8s.io/kubernetes/pkg/registry/core/componentstatus and printers.go printComponentStatus, 1.36. */
export const componentStatuses = define({
  group: '',
  resource: 'componentstatuses',
  kind: 'ComponentStatus',
  shortNames: ['cs'],
  namespaced: false,
  verbs: ['get', 'list'],
  strategy: {},
  table: {
    columns: [
      NAME_COLUMN,
      column('Status', 'Status of the component conditions'),
      column('Message', 'Message of the component conditions'),
      column('Error', 'Error of the component conditions'),
    ],
    row: ({ metadata, conditions }) => {
      const healthy = (conditions as readonly Condition[] | undefined)?.find(({ type }) => type === 'Healthy');
      const status = healthy?.status === 'True' ? 'Healthy' : 'Unhealthy';
      return [metadata?.name ?? '', status, healthy?.message ?? '', healthy?.error ?? ''];
    },
  },
});
