import type { FaultKind } from './fault';

/** The main process of a container (of every container, if none is named) is killed once. */
export const containerCrash: FaultKind = {
  type: 'ContainerCrash',
  target: 'Pod',
  start: (process, { pod }, { target }) => {
    const node = pod?.spec?.nodeName;
    if (!pod || !node) return;
    process.post(`node/${node}`, { type: 'crash', podUid: pod.metadata.uid, ...(target.container ? { container: target.container } : {}) });
  },
};
