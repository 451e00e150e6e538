import type { FaultKind } from './fault';

/** Nothing passes between the machine and the API server; its containers go on. */
export const networkCut: FaultKind = {
  type: 'NetworkCut',
  target: 'Node',
  start: (process, { name }) => process.command({ type: 'cut', name: `node/${name}` }),
  end: (process, { name }) => process.command({ type: 'heal', name: `node/${name}` }),
};
