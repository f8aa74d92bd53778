import { pino, type Logger } from 'pino';

export type Log = Logger;

/** One JSON line an event on standard output. Never pass personal data: ids only. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['password', 'token', 'cookie', 'authorization', '*.password', '*.token'], censor: '[hidden]' },
  });
}
