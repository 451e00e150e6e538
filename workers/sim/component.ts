/**
 * The message boundary every component lives behind (ADR 0001). A component is a deterministic state machine: it is
 * stepped with the virtual time and its mail, and answers with requests to the API server, messages to other
 * components' machines, and the next time it wants to be stepped. It never reads another component's state.
 */
import type { ApiReply, ApiRequest } from '../api/request';
import type { WatchEvent } from '../api/meta';

/**
 * One piece of mail. An inbox is ordered: watch batches first (in commit order), then replies (in request order), then
 * messages. So whoever gets a reply has already seen the watch events of every write that came before it.
 */
export type Mail =
  | {
      readonly type: 'watch';
      readonly id: number;
      readonly events: readonly WatchEvent[];
      /** The server ended this watch; no more events come. */ readonly closed?: true;
    }
  | { readonly type: 'reply'; readonly id: number; readonly reply: ApiReply }
  | { readonly type: 'message'; readonly from: string; readonly message: unknown };

/** `id` is the component's own choice, unique among its live requests and watches; replies and watch mail carry it. */
export interface OutgoingRequest {
  readonly id: number;
  readonly request: ApiRequest;
}

export interface OutgoingMessage {
  /** A component's name, or "sim" for a {@link SimCommand}. Mail to a name that does not run is dropped. */
  readonly to: string;
  readonly message: unknown;
  /** 0 or absent: next round; else delivered that much later. */
  readonly delayMs?: number;
}

/** What only the simulation itself can do; sent to "sim". */
export type SimCommand =
  | { readonly type: 'start'; readonly component: ComponentSpec }
  | { readonly type: 'stop'; readonly name: string }
  /** Nothing passes between this component and the API server until healed; its watches break. */
  | { readonly type: 'cut'; readonly name: string }
  | { readonly type: 'heal'; readonly name: string };

/** A line of the causal trace that the component reports itself (a reconcile, a probe, a request of the data plane). */
export interface TraceNote {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface Outbox {
  readonly requests?: readonly OutgoingRequest[];
  /** Ids of watches to end. */
  readonly stopWatches?: readonly number[];
  readonly messages?: readonly OutgoingMessage[];
  readonly trace?: readonly TraceNote[];
  /** Next time there is work even without mail. */
  readonly wakeAtMs?: number;
  /** Like wakeAtMs, for periodic upkeep (lease renewals, resyncs) that "run until idle" need not wait for. */
  readonly backgroundAtMs?: number;
}

export interface Component {
  step(nowMs: number, inbox: readonly Mail[]): Outbox;
  /** Answers a read-only question from outside the simulation (decision records, caches for checkers). Never changes state. */
  query?(question: unknown): unknown;
}

/** The workers ("groups") a component can live in. */
export type GroupName = 'scheduler' | 'controllers' | 'nodes';

/** Everything needed to build a component in any placement; plain data. */
export interface ComponentSpec {
  /** Unique: "kube-scheduler", "kube-controller-manager", "node/node-1", "traffic", ... Fixes its place in the round's order. */
  readonly name: string;
  /** Key into the composition root's table of constructors (workers/cluster/components.ts). */
  readonly kind: string;
  readonly group: GroupName;
  readonly options?: unknown;
}

/** What a constructor of components gets besides its options. */
export interface ComponentContext {
  readonly name: string;
  readonly nowMs: number;
  /** The component's own stream of random numbers, forked by name from the cluster's seed. */
  readonly random: RandomStream;
}

export interface RandomStream {
  /** Uniform integer in [0, below). */
  int(below: number): number;
  /** Uniform in [0, 1), 32 bits. */
  float(): number;
  /** An independent stream; the same name always gives the same stream. */
  fork(name: string): RandomStream;
}
