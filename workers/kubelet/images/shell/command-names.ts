import type { Node } from './parse';

const BUILTINS = new Set(['exit', 'exec', 'sleep', 'trap', 'break', 'continue', 'export', 'cd', 'set', 'wait', 'umask', 'sh']);

export function isBuiltin(name: string): boolean {
  return BUILTINS.has(name);
}

/** First words of all simple commands of a script, unexpanded; of `exec`, the one it runs. */
export function commandNames(node: Node): string[] {
  switch (node.type) {
    case 'simple': {
      const words = node.words[0] === 'exec' ? node.words.slice(1) : node.words;
      return words.slice(0, 1) as string[];
    }
    case 'list':
      return node.items.flatMap(commandNames);
    case 'and':
    case 'or':
    case 'pipe':
      return [...commandNames(node.left), ...commandNames(node.right)];
    case 'while':
      return [...commandNames(node.condition), ...commandNames(node.body)];
    case 'if':
      return [...commandNames(node.condition), ...commandNames(node.consequent), ...(node.otherwise ? commandNames(node.otherwise) : [])];
    default:
      return commandNames(node.body);
  }
}
