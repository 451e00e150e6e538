import type { AnyObject } from '../../../../workers/api/meta';
import type { Fault } from '../../../../workers/resources/sim/faults/types';
import { cellsOf } from '../../../state/custom-kinds';
import type { Traffic } from '../../../../workers/resources/sim/traffics/types';
import type { SummaryContext } from './context';
import { fact, facts, link, pairs, text } from './facts';
import type { Fact, Section } from './facts';
import { conditionsSection, ownerFact } from './metadata';

export function faultSummary(fault: Fault): Section[] {
  const { spec, status } = fault;
  const { target } = spec;
  return [
    {
      title: 'status',
      facts: facts(
        fact('faultType', text(spec.type)),
        fact('phase', text(status?.phase, status?.phase === 'Active' ? 'bad' : undefined, status?.message)),
        fact(
          'target',
          target.name && (target.kind === 'Node' || target.kind === 'Pod')
            ? link(target.kind, target.namespace, target.name, `${target.kind} ${target.name}`)
            : text(`${target.kind} ${target.name ?? ''}`),
          ...pairs(target.selector?.matchLabels),
        ),
        fact('hits', ...(status?.targets ?? []).map((each) => text(each))),
        fact('startAfter', spec.startAfterSeconds === undefined ? undefined : text(`${spec.startAfterSeconds}s`)),
        fact('duration', spec.durationSeconds === undefined ? undefined : text(`${spec.durationSeconds}s`)),
        fact('startedAt', status?.startedAt ? text(status.startedAt) : undefined),
        fact('endedAt', status?.endedAt ? text(status.endedAt) : undefined),
      ),
    },
  ];
}

export function trafficSummary({ spec }: Traffic): Section[] {
  const { service } = spec;
  return [
    {
      title: 'status',
      facts: facts(
        fact('service', link('Service', service.namespace, service.name)),
        fact('port', service.port === undefined ? undefined : text(service.port)),
        fact('rate', text(`${spec.requestsPerSecond}/s`)),
        fact('path', text(spec.path ?? '/')),
        fact('startAfter', spec.startAfterSeconds === undefined ? undefined : text(`${spec.startAfterSeconds}s`)),
      ),
    },
  ];
}

/** Any kind nobody wrote a summary for: its printer columns where it is a custom one, the plain values of spec, and status conditions. */
export function genericSummary(object: AnyObject, context: SummaryContext): (Section | undefined)[] {
  const status = object.status as { conditions?: Parameters<typeof conditionsSection>[0] } | undefined;
  const sections = ['spec', 'data', 'status'].flatMap((part): Section[] => {
    const plain = plainFields(object[part]);
    return plain.length === 0
      ? []
      : [{ title: part === 'status' ? 'reported' : part, facts: plain.map(([name, value]) => verbatim(name, value)) }];
  });
  return [
    { title: 'status', facts: facts(ownerFact(object)) },
    columnsSection(object, context),
    ...sections,
    conditionsSection(status?.conditions, context),
  ];
}

function verbatim(name: string, value: string | undefined): Fact {
  return { ...fact(name, text(value)), verbatim: true };
}

function columnsSection(object: AnyObject, { custom, nowMs }: SummaryContext): Section | undefined {
  if (!custom) return undefined;
  const cells = cellsOf(custom, object, nowMs);
  const told = custom.table.columns.map(({ name }, index) => verbatim(name, cells[index])).slice(1);
  return { title: 'columns', facts: told };
}

function plainFields(value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]): [string, string][] => (typeof field === 'object' ? [] : [[name, String(field)]]));
}
