/**
 * How long the parts of a pod's life take, in virtual milliseconds: medians of one pod at a time on an idle 2-CPU node
 * with containerd 2.2 and Kubernetes 1.36.
 */
/** Volume manager's first pass over a pod with volumes. */
export const MOUNT_MS = 300;
export const SANDBOX_START_MS = 220;
export const CONTAINER_CREATE_MS = 40;
export const CONTAINER_START_MS = 60;
/** SIGKILL or an obeyed signal to the runtime knowing about the exit. */
export const CONTAINER_REAP_MS = 40;
export const SANDBOX_STOP_MS = 120;
/** A registry's "no such image", "unauthorized", ... */
export const PULL_FAILURE_MS = 20;
/** Asking the registry for a manifest whose layers are already there. */
export const PULL_PRESENT_MS = 30;
export const PULL_BYTES_PER_MS = 25_000;
export const PULL_MS_MIN = 120;
/** Changing a running container's cgroups. */
export const RESIZE_MS = 60;
export const EXEC_MS = 40;
/** The runtime state is read this soon after a sync that changed it ... */
export const RELIST_AFTER_SYNC_MS = 15;
/** ... and else once a second (generic PLEG). */
export const RELIST_PERIOD_MS = 1000;
export const VOLUME_TEARDOWN_MS = 60;
