import type { ImageDefinition } from './program';

/** Nothing but a shell and its applets (workers/kubelet/images/shell). */
export const busybox: ImageDefinition = { name: 'busybox', sizeBytes: 2_160_000, cmd: ['sh'], shell: true };
