/** A machine: what `node/<name>` is built from; plain data (a ComponentSpec's options). */
export interface NodeSpec {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Taints the kubelet registers with (--register-with-taints). */
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  /** Capacity as quantities; defaults 4 CPU, 16Gi, 110 pods, 100Gi. */
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: number;
  readonly ephemeralStorage?: string;
  /** Allocatable, where it is less than the capacity. */
  readonly allocatable?: Readonly<Record<string, string>>;
  readonly zone?: string;
  /** Images present from the start, "busybox:1.36". */
  readonly images?: readonly string[];
  readonly internalIP?: string;
  /** Where pods get addresses when the Node object has no podCIDR; default 10.244.<hash>.0/24. */
  readonly podCIDR?: string;
}

export const NODE_DEFAULTS = { cpu: '4', memory: '16Gi', pods: 110, ephemeralStorage: '100Gi' } as const;
