/** Objects of resource.k8s.io/v1 as far as allocation reads them (source: k8s.io/api/resource/v1/types.go, 1.36). */
import type { AnyObject } from '../../../api/meta';
import type { NodeSelectorSpec } from '../../framework/node-selector';

export interface Selector {
  readonly cel?: { readonly expression?: string };
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

export interface DeviceRequest {
  readonly name?: string;
  readonly deviceClassName?: string;
  readonly allocationMode?: string;
  readonly count?: number;
  readonly adminAccess?: boolean;
  readonly selectors?: readonly Selector[];
  readonly tolerations?: readonly Toleration[];
  readonly capacity?: { readonly requests?: Readonly<Record<string, string>> };
}

export interface ClaimRequest {
  readonly name: string;
  readonly exactly?: DeviceRequest;
  /** Alternatives, the best first. */
  readonly firstAvailable?: readonly DeviceRequest[];
}

export interface DeviceResult {
  readonly request?: string;
  readonly driver: string;
  readonly pool: string;
  readonly device: string;
  readonly adminAccess?: boolean;
}

export interface ResourceClaim extends AnyObject {
  readonly spec?: {
    readonly devices?: {
      readonly requests?: readonly ClaimRequest[];
      readonly constraints?: readonly {
        readonly requests?: readonly string[];
        readonly matchAttribute?: string;
        readonly distinctAttribute?: string;
      }[];
    };
  };
  readonly status?: {
    readonly allocation?: {
      readonly devices?: { readonly results?: readonly DeviceResult[] };
      readonly nodeSelector?: NodeSelectorSpec;
    };
    readonly reservedFor?: readonly { readonly uid?: string }[];
  };
}

export interface Attribute {
  readonly string?: string;
  readonly int?: number;
  readonly bool?: boolean;
  readonly version?: string;
}

interface Placed {
  readonly nodeName?: string;
  readonly allNodes?: boolean;
  readonly nodeSelector?: NodeSelectorSpec;
}

export interface Device extends Placed {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly capacity?: Readonly<Record<string, { readonly value: string }>>;
  readonly taints?: readonly { readonly key?: string; readonly value?: string; readonly effect?: string }[];
  readonly consumesCounters?: readonly { readonly counterSet: string; readonly counters?: Counters }[];
  readonly allowMultipleAllocations?: boolean;
}

export type Counters = Readonly<Record<string, { readonly value: string }>>;

export interface ResourceSlice extends AnyObject {
  readonly spec?: Placed & {
    readonly driver: string;
    readonly perDeviceNodeSelection?: boolean;
    readonly pool?: { readonly name: string; readonly generation?: number; readonly resourceSliceCount?: number };
    readonly devices?: readonly Device[];
    readonly sharedCounters?: readonly { readonly name: string; readonly counters?: Counters }[];
  };
}

export interface DeviceClass extends AnyObject {
  readonly spec?: { readonly selectors?: readonly Selector[] };
}
