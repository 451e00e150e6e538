import { describe, expect, test } from 'vitest';
import { serveFlags } from '../../../workers/hosts/serve-flags';

describe('flags of the HTTP host', () => {
  test('without any it listens on loopback, with three nodes, a scheduler and all controllers', () => {
    expect(serveFlags([])).toEqual({
      port: 8001,
      bindAddress: '127.0.0.1',
      nodes: 3,
      seed: 1,
      placement: 'inline',
      speed: 1,
      paused: false,
      demo: false,
      apiOnly: false,
      scheduler: true,
      controllers: ['*'],
    });
  });

  test('take what the real programs take', () => {
    expect(serveFlags(['--no-scheduler', '--controllers=*,-job', '--nodes', '0', '--token-auth-file', 'tokens.csv'])).toMatchObject({
      scheduler: false,
      controllers: ['*', '-job'],
      nodes: 0,
      tokenAuthFile: 'tokens.csv',
    });
  });

  test('virtual time starts where it is told to', () => {
    expect(serveFlags(['--start', '2026-01-02T00:00:00Z'])).toMatchObject({ startMs: 86_400_000 });
  });

  test('help is no cluster', () => {
    expect(serveFlags(['-h'])).toBeUndefined();
  });

  test('other addresses are listened on where tokens tell callers apart', () => {
    expect(serveFlags(['--bind-address', '0.0.0.0', '--token-auth-file', 't.csv'])).toMatchObject({ bindAddress: '0.0.0.0' });
    expect(serveFlags(['--bind-address', '::1'])).toMatchObject({ bindAddress: '::1' });
  });

  test.each([
    [['--bogus'], "Unknown option '--bogus'"],
    [['--start', 'soon'], '--start: soon is neither now nor a time like 2026-05-01T12:00:00Z'],
    [['--start', '2025-12-31T00:00:00Z'], '--start: virtual time begins with 2026-01-01T00:00:00Z'],
    [['--port', 'http'], '--port: http is not a whole number of at most 65535'],
    [['--nodes', '-1'], '--nodes'],
    [['--nodes', ''], '--nodes'],
    [['--speed', '0'], '--speed: 0 is not a number above 0'],
    [['--placement', 'cloud'], '--placement: cloud is neither inline nor threads'],
    [['--tls-cert-file', 'a.crt'], 'belong together'],
    [['--bind-address', '0.0.0.0'], '--bind-address: 0.0.0.0 needs --token-auth-file'],
    [['extra'], 'extra'],
  ])('refuse %j', (args, message) => {
    expect(() => serveFlags(args)).toThrow(message);
  });
});
