import type { FaultKind } from './fault';

/** The kubelet dies; containers go on, nobody restarts or reports them. */
export const kubeletStop: FaultKind = {
  type: 'KubeletStop',
  target: 'Node',
  start: (process, { name }) => process.post(`node/${name}`, { type: 'stop-kubelet' }),
  end: (process, { name }) => process.post(`node/${name}`, { type: 'start-kubelet' }),
};
