import type { FaultKind } from './fault';

/** The machine loses power: kubelet, runtime and containers are gone; it comes back with its disk but nothing running. */
export const powerOff: FaultKind = {
  type: 'PowerOff',
  target: 'Node',
  start: (process, { name }) => process.command({ type: 'stop', name: `node/${name}` }),
  end: (process, { name }) => process.command({ type: 'start', component: { name: `node/${name}`, kind: '', group: 'nodes' } }),
};
