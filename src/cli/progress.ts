/** Tells on standard error what a long command is at. */
export type Progress = { step: (what: string) => void; done: () => void };

const QUIET_MS = 1000;

/** Progress of one command: nothing in its first second, then the latest step at most once a second; in a terminal on one line. */
export function progress(label: string): Progress {
  const stream = process.stderr;
  let latest = 'under way';
  let shown = '';
  const show = () => {
    if (latest === shown) return;
    shown = latest;
    stream.write(stream.isTTY ? `\r\u001b[K${label}: ${latest}` : `${label}: ${latest}\n`);
  };
  const timer = setInterval(show, QUIET_MS);
  timer.unref();
  return {
    step: (what) => (latest = what),
    done: () => {
      clearInterval(timer);
      if (shown !== '' && stream.isTTY) stream.write('\n');
    },
  };
}
