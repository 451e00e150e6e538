/** The numbers of two runs as rows to compare. Pure. */
import type { Measures, RaceResult, Side } from '../../../workers/protocol/race';

export interface MeasureRow {
  readonly id: string;
  /** Of a zone; other rows have none. */
  readonly zone?: string;
  readonly unit: 'count' | 'share' | 'range' | 'ms';
  readonly values: Readonly<Record<Side, number | readonly [number, number]>>;
  /** 0..1, for a bar; absent where a bar says nothing. */
  readonly bars?: Readonly<Record<Side, number>>;
}

export function measureRows({ comparison: { a, b }, tookMs }: RaceResult): MeasureRow[] {
  const total = Math.max(1, a.placed + a.pending);
  const row = (id: string, unit: MeasureRow['unit'], of: (measures: Measures) => number, whole: number): MeasureRow => ({
    id,
    unit,
    values: { a: of(a), b: of(b) },
    bars: { a: of(a) / whole, b: of(b) / whole },
  });
  const most = (of: (measures: Measures) => number) => Math.max(1e-9, of(a), of(b));
  const zones = [...new Set([...Object.keys(a.podsPerZone), ...Object.keys(b.podsPerZone)])].sort();
  return [
    row('placed', 'count', ({ placed }) => placed, total),
    row('pending', 'count', ({ pending }) => pending, total),
    row(
      'nodesUsed',
      'count',
      ({ nodesUsed }) => nodesUsed,
      most(({ nodesUsed }) => nodesUsed),
    ),
    row('cpu', 'share', ({ utilisation }) => utilisation.cpu, 1),
    row('memory', 'share', ({ utilisation }) => utilisation.memory, 1),
    row('imbalance', 'share', ({ imbalance }) => imbalance, 0.5),
    row('fragmentation', 'share', ({ fragmentation }) => fragmentation, 1),
    { id: 'podsPerNode', unit: 'range', values: { a: rangeOf(a), b: rangeOf(b) } },
    ...(zones.length > 1
      ? zones.map((zone): MeasureRow => {
          const of = ({ podsPerZone }: Measures) => podsPerZone[zone] ?? 0;
          return {
            ...row(
              'podsInZone',
              'count',
              of,
              most((each) => Math.max(...Object.values(each.podsPerZone))),
            ),
            zone,
          };
        })
      : []),
    {
      id: 'took',
      unit: 'ms',
      values: tookMs,
      bars: { a: tookMs.a / Math.max(tookMs.a, tookMs.b), b: tookMs.b / Math.max(tookMs.a, tookMs.b) },
    },
  ];
}

function rangeOf({ podsPerNode }: Measures): readonly [number, number] {
  return [podsPerNode.least, podsPerNode.most];
}

/** "12", "82.4 %", "3–10", "31 ms". */
export function measureText(unit: MeasureRow['unit'], value: MeasureRow['values'][Side]): string {
  if (typeof value !== 'number') return `${value[0]}–${value[1]}`;
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`;
  return unit === 'ms' ? `${Math.round(value)} ms` : value.toLocaleString('en');
}
