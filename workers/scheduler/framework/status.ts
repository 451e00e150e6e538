import type { DecisionCode, PluginVerdict } from '../../protocol/decision';

/** What a plugin answers when the answer is not a plain success (which is `undefined`). Shared and never changed. */
export type Status = PluginVerdict;

export function status(plugin: string, code: DecisionCode, ...reasons: string[]): Status {
  return reasons.length > 0 ? { plugin, code, reasons } : { plugin, code };
}

/** Codes that turn a pod away without being an error of the scheduler. */
export function isRejection(answer: Status): boolean {
  return answer.code === 'Unschedulable' || answer.code === 'UnschedulableAndUnresolvable' || answer.code === 'Pending';
}

export function messageOf(answer: Status): string {
  return (answer.reasons ?? []).join(', ');
}

/** An error of a plugin as the attempt reports it; a rejection stays as it is. `during`: 'PreFilter plugin "X"'. */
export function reported(answer: Status, during: string): Status {
  return isRejection(answer) ? answer : status(answer.plugin, answer.code, `running ${during}: ${messageOf(answer)}`);
}

export function reportedFilter(answer: Status): Status {
  return reported(answer, `"${answer.plugin}" filter plugin`);
}
