/**
 * Pods that use more local storage than they may. Source: pkg/kubelet/eviction/eviction_manager.go, localStorageEviction (1.36).
 * Differs: looked at every 20 s from the pod's start, only for pods that declare a limit; no node pressure.
 */
import { value } from '../api/quantity';
import type { Pod } from '../resources/core/pods/types';
import { specOf } from './pod';
import type { RuntimePod } from './runtime/container-runtime';

/** The manager looks every 10 s at figures that are up to a minute old. */
export const EVICTION_CHECK_MS = 20_000;

export function hasStorageLimits(pod: Pod): boolean {
  const spec = specOf(pod);
  return (
    (spec.volumes ?? []).some((one) => one.emptyDir?.sizeLimit !== undefined) ||
    spec.containers.some((one) => one.resources?.limits?.['ephemeral-storage'] !== undefined)
  );
}

/** Why the pod has to go; undefined: it may stay. */
export function storageExceeded(pod: Pod, state: RuntimePod): string | undefined {
  const spec = specOf(pod);
  let used = 0;
  for (const { name, emptyDir } of spec.volumes ?? []) {
    if (!emptyDir) continue;
    const bytes = state.volumes.get(name)?.usedBytes() ?? 0;
    used += bytes;
    const limit = emptyDir.sizeLimit;
    if (limit !== undefined && bytes > value(String(limit))) return `Usage of EmptyDir volume "${name}" exceeds the limit "${limit}". `;
  }
  const limits = spec.containers.map((one) => one.resources?.limits?.['ephemeral-storage']);
  if (limits.every((one) => one === undefined)) return undefined;
  const total = limits.reduce<number>((sum, one) => sum + (one === undefined ? 0 : value(String(one))), 0);
  return used > total ? `Pod ephemeral local storage usage exceeds the total limit of containers ${total / 2 ** 20}Mi. ` : undefined;
}
