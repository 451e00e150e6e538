import { isFailure } from '../api/request';
import type { ApiReply, ApiRequest } from '../api/request';
import type { PluginVerdict } from '../protocol/decision';
import type { KeptAttempt } from './decision/record';
import { failBinding } from './failure';
import { CycleState } from './framework/cycle-state';
import type { Framework } from './framework/framework';
import { messageOf } from './framework/status';
import type { Plugin } from './framework/plugin';
import type { PodInfo } from './framework/pod-info';
import type { Scheduler } from './scheduler';

/**
 * From the decision to the bound pod: assume, reserve, permit, pre-bind, bind (source: kube-scheduler schedule_one.go, 1.36).
 * Differs: plugins cannot make a pod wait at Permit.
 */
export class Binding {
  constructor(private readonly scheduler: Scheduler) {}

  start(framework: Framework, kept: KeptAttempt, node: string): void {
    const { cache, nominator } = this.scheduler;
    const { pod } = kept.attempt;
    const state = new CycleState();
    cache.assume(pod, node);
    nominator.delete(pod.uid);
    for (const point of ['reserve', 'permit'] as const) {
      for (const plugin of framework.at(point)) {
        const answer = plugin[point]?.(state, pod, node);
        kept.after = { ...kept.after, [point]: [...kept.after[point], answer ?? success(plugin)] };
        if (answer && answer.code !== 'Skip') {
          this.undo(framework, state, pod, node);
          failBinding(this.scheduler, kept, messageOf(answer), answer.plugin);
          return;
        }
      }
    }
    this.send(framework, kept, node, state, this.preBindRequests(framework, kept, node, state));
  }

  private preBindRequests(framework: Framework, kept: KeptAttempt, node: string, state: CycleState): readonly ApiRequest[] {
    const plugins = framework.at('preBind');
    if (plugins.length === 0) return NO_REQUESTS;
    kept.after = { ...kept.after, preBind: plugins.map(success) };
    return plugins.flatMap((plugin) => plugin.preBind?.(state, kept.attempt.pod, node) ?? []);
  }

  /** PreBind's requests one after the other, then the binding itself. */
  private send(framework: Framework, kept: KeptAttempt, node: string, state: CycleState, before: readonly ApiRequest[]): void {
    const { process } = this.scheduler;
    const [next, ...rest] = before;
    if (next) {
      process.send(next, (reply) =>
        isFailure(reply) ? this.fail(framework, kept, node, state, reply) : this.send(framework, kept, node, state, rest),
      );
      return;
    }
    for (const plugin of framework.at('bind')) {
      const request = plugin.bind?.(state, kept.attempt.pod, node);
      if (!request) continue;
      kept.after = { ...kept.after, bind: [...kept.after.bind, success(plugin)] };
      process.send(request, (reply) =>
        isFailure(reply) ? this.fail(framework, kept, node, state, reply) : this.finish(framework, kept, node, state),
      );
      return;
    }
    this.undo(framework, state, kept.attempt.pod, node);
    failBinding(this.scheduler, kept, 'no bind plugin took the pod', undefined);
  }

  private finish(framework: Framework, kept: KeptAttempt, node: string, state: CycleState): void {
    const { queue, events } = this.scheduler;
    const { pod } = kept.attempt;
    const message = `Successfully assigned ${pod.key} to ${node}`;
    for (const plugin of framework.at('postBind')) plugin.postBind?.(state, pod, node);
    kept.after = { ...kept.after, message };
    queue.done(pod.uid);
    events.get(framework.schedulerName)?.event(pod.pod, undefined, 'Normal', 'Scheduled', 'Binding', message);
  }

  private fail(framework: Framework, kept: KeptAttempt, node: string, state: CycleState, reply: ApiReply): void {
    const { message } = reply.body as { message?: string };
    this.undo(framework, state, kept.attempt.pod, node);
    const bind = kept.after.bind.map((verdict): PluginVerdict => ({ plugin: verdict.plugin, code: 'Error', reasons: [message ?? ''] }));
    kept.after = { ...kept.after, bind };
    failBinding(this.scheduler, kept, `binding rejected: running Bind plugin "DefaultBinder": ${message ?? ''}`, undefined);
  }

  private undo(framework: Framework, state: CycleState, pod: PodInfo, node: string): void {
    for (const plugin of [...framework.at('reserve')].reverse()) plugin.unreserve?.(state, pod, node);
    this.scheduler.cache.forget(pod.uid);
  }
}

const NO_REQUESTS: readonly ApiRequest[] = [];

function success({ name }: Plugin): PluginVerdict {
  return { plugin: name, code: 'Success' };
}
