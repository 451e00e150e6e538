import { createInstance } from 'i18next';
import { describe, expect, test } from 'vitest';
import { schedulingTexts } from '../../../../src/features/scheduling/i18n';
import { changeWords, wordsOf } from '../../../../src/features/scheduling/words';
import type { Texts } from '../../../../src/features/scheduling/words';
import type { DecisionAnswers, DecisionRecord, RecordRows } from '../../../../workers/protocol/decision';
import { decisionRecord } from '../../../../workers/scheduler/decision/record';
import { identified, worldOf } from '../../../../workers/scheduler/decide';
import type { ClusterLists } from '../../../../workers/scheduler/decide';
import type { Framework } from '../../../../workers/scheduler/framework/framework';
import { answerWhy } from '../../../../workers/scheduler/questions/answer';
import { scheduleOne } from '../../../../workers/scheduler/schedule-one';
import { situations } from './situations';
import type { Situation } from './situations';

interface Answered {
  readonly record: DecisionRecord;
  readonly answers: DecisionAnswers;
  /** What the scheduler believes, to see that asking changes nothing. */
  readonly nodes: string;
}

function answered({ nodes, pods = [], others = {}, pod, whyNot }: Situation): Answered {
  const cluster = { nodes, pods, namespaces: [{ metadata: { name: 'default' } }], ...others } as unknown as ClusterLists;
  const { framework, cache, infos } = worldOf({}, cluster, 'default-scheduler');
  const info = infos.of(identified(pod));
  const gate = framework.runPreEnqueue(info.pod);
  const attempt = gate
    ? { pod: info, preFilter: [], unschedulablePlugins: [gate.plugin], pendingPlugins: [] }
    : scheduleOne(framework, cache, info, { next: 0 });
  const after = { reserve: [], permit: [], preBind: [], bind: [] };
  const record = decisionRecord({
    id: 1,
    atMs: 0,
    attempt,
    framework,
    attemptNumber: 1,
    popped: { from: 'activeQ', event: 'PodAdd', queuedAtMs: 0 },
    after: gate
      ? { ...after, outcome: 'gated', message: (gate.reasons ?? []).join(), gate }
      : { ...after, outcome: attempt.node ? 'scheduled' : 'unschedulable', message: attempt.message ?? '' },
  });
  const question = { type: 'why', namespace: 'default', pod: info.name, node: whyNot, changes: true } as const;
  return { record, answers: answerWhy(record, question, { framework, infos }, info), nodes: believed(framework) };
}

function believed({ handle: { snapshot } }: Framework): string {
  return JSON.stringify(snapshot.nodes.map(({ node, pods, requested }) => [node, pods.map(({ key }) => key), requested]));
}

const texts = createInstance();
void texts.init({
  resources: { en: { scheduling: schedulingTexts.en }, zh: { scheduling: schedulingTexts.zh } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

function said({ why, whyNot, changes = [] }: DecisionAnswers, language: 'en' | 'zh'): string[] {
  const t = texts.getFixedT(language, 'scheduling') as unknown as Texts;
  return [
    ...why.map((each) => wordsOf(each, t)),
    ...(whyNot ? [`? ${wordsOf(whyNot, t)}`] : []),
    ...changes.map((each) => `> ${changeWords(each, t)}`),
  ];
}

describe('the four questions', () => {
  test.each(situations)('$name', (situation) => {
    const { answers } = answered(situation);
    expect({ en: said(answers, 'en'), zh: said(answers, 'zh') }).toMatchSnapshot();
  });

  test.each(situations)('the event says what upstream’s says: $name', (situation) => {
    const { record } = answered(situation);
    expect(record.outcome === 'scheduled' ? undefined : record.message).toBe(situation.failed);
  });

  test.each(situations)('every sentence points at rows that exist: $name', (situation) => {
    const { record, answers } = answered(situation);
    for (const { rows } of [...answers.why, ...(answers.whyNot ? [answers.whyNot] : [])]) expect(rowsIn(record, rows)).toBe(true);
  });

  test.each(situations)('asking changes nothing: $name', (situation) => {
    const { nodes } = situation;
    const again = answered(situation);
    expect(again.nodes).toBe(answered({ ...situation, nodes: structuredClone(nodes) }).nodes);
  });
});

/** Rows of the record, except for nodes that only an edit brings. */
function rowsIn(record: DecisionRecord, { table, plugin, nodes = [] }: RecordRows): boolean {
  const verdicts = { preEnqueue: record.preEnqueue, preFilter: record.preFilter };
  const names = table === 'scores' ? record.scores.map(({ node }) => node) : record.nodes.map(({ node }) => node);
  if (table === 'preEnqueue' || table === 'preFilter') return verdicts[table].some((verdict) => verdict.plugin === plugin);
  if (table === 'preemption') return record.preemption !== undefined;
  return nodes.every((node) => names.includes(node));
}
