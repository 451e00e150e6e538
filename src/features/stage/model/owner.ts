/** Who a pod belongs to, as a hue and a letter that stay the same in every session. */
import { controllerOf } from '../../../../workers/api/meta';
import type { KubeObject } from '../../../../workers/api/meta';

export interface Owner {
  readonly name: string;
  /** 0 to 359. */
  readonly hue: number;
  readonly letter: string;
}

/** Hues that are told apart on both backgrounds; neighbours on the wheel are 20 to 40 degrees apart. */
const hues = [212, 28, 282, 160, 338, 48, 190, 256, 8, 94, 310, 232];

/** A hue from a hash of the name (FNV-1a with a final mix). */
export function hueOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return hues[(hash >>> 0) % hues.length] ?? 0;
}

/** The workload behind a pod: its Deployment where a ReplicaSet stands between, else its controller, else itself. */
export function ownerOf(pod: KubeObject): Owner {
  const controller = controllerOf(pod);
  const hash = pod.metadata?.labels?.['pod-template-hash'];
  let name = controller?.name ?? pod.metadata?.name ?? '';
  if (controller?.kind === 'ReplicaSet' && hash && name.endsWith(`-${hash}`)) name = name.slice(0, -hash.length - 1);
  return { name, hue: hueOf(name), letter: (name[0] ?? '?').toUpperCase() };
}

/** What tells a pod from its siblings: the name without its owner's part ("frontend-7d9f-x2k4p" -> "x2k4p"). */
export function shortName(pod: KubeObject): string {
  const name = pod.metadata?.name ?? '';
  const owner = controllerOf(pod)?.name;
  return owner && name.startsWith(`${owner}-`) ? name.slice(owner.length + 1) : name;
}
