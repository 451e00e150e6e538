/**
 * Virtual time. `nowMs` everywhere in the core is integer milliseconds since the cluster's start; API objects carry
 * RFC 3339 texts counted from this fixed epoch, so that the same seed and inputs give the same objects on every machine.
 */
export const EPOCH_MS = Date.UTC(2026, 0, 1);

/** Whole seconds, as metav1.Time marshals: "2026-01-01T00:00:07Z". */
export function rfc3339(nowMs: number): string {
  return `${new Date(EPOCH_MS + nowMs).toISOString().slice(0, 19)}Z`;
}

/** Microseconds, as metav1.MicroTime marshals: "2026-01-01T00:00:07.250000Z". */
export function rfc3339Micro(nowMs: number): string {
  return `${new Date(EPOCH_MS + nowMs).toISOString().slice(0, 23)}000Z`;
}

/** The inverse of {@link rfc3339} and {@link rfc3339Micro}; NaN where the text is no time. */
export function parseTime(text: string | undefined): number {
  return text === undefined ? Number.NaN : Date.parse(text) - EPOCH_MS;
}
