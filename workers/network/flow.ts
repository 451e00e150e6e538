/** One request of the data plane, as the trace carries it for the page to draw. */
export interface FlowNote {
  readonly type: 'flow';
  /** The Traffic object that sent it ... */
  readonly traffic?: string;
  /** ... or "namespace/name" of the pod that did. */
  readonly client?: string;
  /** "namespace/name" */
  readonly service: string;
  /** "namespace/name" of the pod; absent: no endpoint. */
  readonly pod?: string;
  readonly node?: string;
  /** HTTP status; 0 refused or timed out. */
  readonly code: number;
  readonly latencyMs: number;
  readonly [field: string]: unknown;
}
