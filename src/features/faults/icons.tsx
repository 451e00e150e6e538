import { Bomb, Brain, Cog, Power, ServerOff, Trash2, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';

/** Icon of a fault type or tool. */
export function faultIcon(type: string): ReactNode {
  switch (type) {
    case 'PowerOff':
      return <Power aria-hidden />;
    case 'NetworkCut':
      return <Unplug aria-hidden />;
    case 'KubeletStop':
      return <ServerOff aria-hidden />;
    case 'DeletePod':
      return <Trash2 aria-hidden />;
    case 'kube-scheduler':
      return <Brain aria-hidden />;
    case 'kube-controller-manager':
      return <Cog aria-hidden />;
    default:
      return <Bomb aria-hidden />;
  }
}
