import { componentDown } from './component-down';
import { containerCrash } from './container-crash';
import type { FaultKind } from './fault';
import { kubeletStop } from './kubelet-stop';
import { networkCut } from './network-cut';
import { powerOff } from './power-off';

export const faultKinds: readonly FaultKind[] = [powerOff, networkCut, kubeletStop, containerCrash, componentDown];
