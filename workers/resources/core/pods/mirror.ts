/** The annotation by which a pod of the API is known as the mirror of a static one; its value is the kubelet's hash of the static pod. */
export const MIRROR = 'kubernetes.io/config.mirror';
