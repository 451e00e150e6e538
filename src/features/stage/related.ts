/** Pods that belong to what is selected: a Service's endpoints, a workload's pods. They get a halo. */
import { createContext, useContext } from 'react';

const none: ReadonlySet<string> = new Set();

export const RelatedContext = createContext<ReadonlySet<string>>(none);

export function useRelated(): ReadonlySet<string> {
  return useContext(RelatedContext);
}
