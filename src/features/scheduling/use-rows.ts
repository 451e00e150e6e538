import { useEffect, useRef, useState } from 'react';
import type { DecisionHead, DecisionRows, MatrixColumns, NodeRow } from '../../../workers/protocol/decision-rows';
import { fetchRows } from '../../state/decisions';
import type { Focus } from './Answer';

/** Fetched together. */
const pageSize = 100;

export interface LoadedRows extends MatrixColumns {
  /** Rows there are. */
  readonly count: number;
  /** Undefined until it has arrived. */
  at(index: number): NodeRow | undefined;
  /** To be called when these rows come into sight. */
  want(from: number, to: number): void;
}

interface Loaded {
  readonly key: string;
  readonly pages: ReadonlyMap<number, DecisionRows>;
}

/** An attempt's rows, fetched a page at a time; undefined until the first page is there. With another focus the old rows stay until new ones come. */
export function useRows({ namespace, pod, id }: DecisionHead, { node, clause }: Focus): LoadedRows | undefined {
  const reason = clause?.reason;
  const key = JSON.stringify([namespace, pod, id, reason, node]);
  const [loaded, setLoaded] = useState<Loaded>();
  const asked = useRef<{ key: string; readonly pages: Set<number> }>({ key: '', pages: new Set() });
  const load = (page: number) => {
    if (asked.current.key !== key) asked.current = { key, pages: new Set() };
    if (asked.current.pages.has(page)) return;
    asked.current.pages.add(page);
    void fetchRows({ namespace, pod, id, from: page * pageSize, count: pageSize, reason, node }).then((rows) => {
      if (!rows || asked.current.key !== key) return;
      setLoaded((known) => ({ key, pages: new Map(known?.key === key ? known.pages : []).set(page, rows) }));
    });
  };
  useEffect(() => load(0));
  const [first] = loaded?.pages.values() ?? [];
  if (!loaded || !first) return undefined;
  return {
    ...first,
    at: (index) => loaded.pages.get(Math.floor(index / pageSize))?.rows[index % pageSize],
    want(from, to) {
      for (let page = Math.floor(from / pageSize); page * pageSize < to; page++) load(page);
    },
  };
}
