import type { Informer } from '../client/informer';
import type { Process } from '../client/process';
import type { EventRecorder } from '../client/events';
import type { Node } from '../resources/core/nodes/types';
import type { Pod } from '../resources/core/pods/types';
import type { Service } from '../resources/core/services/types';
import type { RandomStream } from '../sim/component';
import type { AllocationManager } from './allocation';
import type { Backoff } from './backoff';
import type { ImageManager } from './image-manager';
import type { NodeSpec } from './node-spec';
import type { Pleg } from './pleg';
import type { ProbeManager } from './prober';
import type { Routines } from './routine';
import type { ContainerRuntime } from './runtime/container-runtime';
import type { StartFailure } from './status/container-statuses';
import type { StatusManager } from './status/status-manager';

/** What the parts of one kubelet share; made anew when the kubelet restarts. */
export interface KubeletContext {
  readonly process: Process;
  readonly spec: NodeSpec;
  readonly nodeIP: string;
  readonly routines: Routines;
  readonly runtime: ContainerRuntime;
  readonly recorder: EventRecorder;
  readonly random: RandomStream;
  readonly pleg: Pleg;
  readonly probes: ProbeManager;
  readonly status: StatusManager;
  readonly images: ImageManager;
  readonly crashBackoff: Backoff;
  /** Why the last sync could not start containers: pod uid -> container -> failure (the reason cache). */
  readonly failures: Map<string, Map<string, StartFailure>>;
  readonly allocation: AllocationManager;
  /** The latest object of a pod that this kubelet runs. */
  currentPod(uid: string): Pod | undefined;
  /** A static pod that is to go: its phase stays as it is. */
  keepsPhase(pod: Pod): boolean;
  allocateIP(): string;
  releaseIP(ip: string): void;
  readonly services: Informer<Service>;
  /** The Node object, once it is registered and seen. */
  node(): Node | undefined;
  /** False once this kubelet has been stopped. */
  alive(): boolean;
}

/** Milliseconds, with the kubelet's jitter of up to half more. Differs: drawn from a part of that range. */
export function jitter(random: RandomStream, ms: number): number {
  return Math.round(ms * (1.32 + 0.02 * random.float()));
}
