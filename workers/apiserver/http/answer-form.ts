/** What Accept header and method make of an answer, whatever it is. */
import type { ApiReply } from '../../api/request';
import { isStatus } from '../../api/status';
import type { HttpReply, HttpRequest, Route } from '../http';
import { goYaml } from './go-yaml';
import { failsInYaml } from './negotiate';
import { toldWarnings } from './warnings';

/** Failures are YAML where YAML was asked for; HEAD is told all but the body; warnings are told as far as there is room. */
export function answerForm({ method, headers }: HttpRequest, way: Route): Route {
  const yaml = failsInYaml(headers?.accept);
  const formed = (reply: HttpReply): HttpReply => {
    const warned = reply.warnings ? { ...reply, warnings: toldWarnings(reply.warnings) } : reply;
    const told = yaml && isStatus(reply.body) && reply.contentType === 'application/json' ? inYaml(warned) : warned;
    return method === 'HEAD' ? { ...told, body: '' } : told;
  };
  if (way.type === 'reply') return { ...way, reply: formed(way.reply) };
  if (way.type === 'request') return { ...way, render: (reply: ApiReply, nowMs: number) => formed(way.render(reply, nowMs)) };
  if (way.type === 'watch') return { ...way, fail: (reply: ApiReply) => formed(way.fail(reply)) };
  return way.denied ? { ...way, denied: formed(way.denied) } : way;
}

function inYaml(reply: HttpReply): HttpReply {
  return { ...reply, contentType: 'application/yaml', body: goYaml(reply.body as object) };
}
