import { afterEach, describe, expect, test } from 'vitest';
import { measure } from './measure';
import { report } from './report';
import { ownSide } from './side';
import type { Answer, Side } from './side';
import { create } from './themes/create';
import { themes } from './themes/index';

/** A server of ours that says one thing otherwise. */
function planted(change: (answer: Answer) => Answer): Side {
  const side = ownSide();
  return { ...side, send: async (asked) => change(await side.send(asked)) };
}

const sides: Side[] = [];
const opened = (side: Side): Side => {
  sides.push(side);
  return side;
};
afterEach(() => sides.splice(0).forEach((side) => side.close()));

describe('asking two servers the same', () => {
  test.each(themes.map((theme) => ({ name: theme.name, theme })))(
    '$name: two that are the same agree, whatever they are asked',
    async ({ theme }) => {
      const [real, ours] = [opened(ownSide()), opened(ownSide())];
      const { byKind, shapes } = await measure(theme, { real, ours, seed: 3, scenarios: 40 });
      expect(shapes).toEqual([]);
      const sum = (of: 'equal' | 'accepted') => [...byKind.values()].reduce((total, tally) => total + tally[of], 0);
      expect([sum('equal'), sum('accepted') > 5]).toEqual([40, true]);
    },
  );

  test('finds a default that is another, tells it once and shows the shortest request', async () => {
    const real = opened(
      planted((answer) => {
        const body = answer.body as { kind?: string; spec?: { revisionHistoryLimit?: number } };
        return body.kind === 'Deployment' && body.spec?.revisionHistoryLimit === 10
          ? { ...answer, body: { ...body, spec: { ...body.spec, revisionHistoryLimit: 11 } } }
          : answer;
      }),
    );
    const measured = await measure(create, { real, ours: opened(ownSide()), seed: 3, scenarios: 60, kind: 'deployment' });
    expect(measured.shapes.map(({ shape, kinds }) => [shape, [...kinds]])).toEqual([
      ['.spec.revisionHistoryLimit: number became number', ['Deployment']],
    ]);
    const tally = measured.byKind.get('Deployment');
    expect([tally?.total, (tally?.equal ?? 0) + (measured.shapes[0]?.count ?? 0)]).toEqual([60, 60]);
    expect(report(measured, 5).split('\n').slice(-3)).toEqual([
      '    .spec.revisionHistoryLimit: number became number',
      '      real 11',
      '      ours 10',
    ]);
  });

  test('finds a cause that is missing and another text of a refusal, but no other order of causes that changes by itself', async () => {
    let turn = 0;
    const real = opened(
      planted((answer) => {
        const body = answer.body as { message?: string; details?: { causes?: readonly object[] } };
        const causes = body.details?.causes ?? [];
        if (causes.length < 2) return answer;
        return { ...answer, body: { ...body, details: { ...body.details, causes: turn++ % 2 ? causes : causes.toReversed() } } };
      }),
    );
    const turned = await measure(create, { real, ours: opened(ownSide()), seed: 3, scenarios: 60, kind: 'deployment' });
    expect(turned.shapes).toEqual([]);
    expect(turn).toBeGreaterThan(0);

    const silent = opened(
      planted((answer) => {
        const body = answer.body as { details?: { causes?: readonly object[] } };
        const causes = body.details?.causes ?? [];
        return causes.length < 2 ? answer : { ...answer, body: { ...body, details: { ...body.details, causes: causes.slice(1) } } };
      }),
    );
    const short = await measure(create, { real: silent, ours: opened(ownSide()), seed: 3, scenarios: 60, kind: 'deployment' });
    expect(short.shapes.length).toBeGreaterThan(0);
    expect(short.shapes.every(({ shape }) => shape.startsWith('cause added: '))).toBe(true);
  });
});
