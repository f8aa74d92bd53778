/*
 * Plays an open package (docs/decisions/0026): puts its parts into the sandboxed frame, takes what they report, and sees that it arrives. What has not arrived is kept on this
 * device and sent again, in order, however often the connection is lost; the server takes each state once.
 */
const root = document.getElementById('player');
const opening = JSON.parse(root.dataset.opening);
const words = JSON.parse(root.dataset.words);
const status = document.getElementById('player-status');
const place = document.getElementById('player-frame');
// Where the package's documents share an origin of their own, if there is such a host name and it can be reached; else each of them has its own, here.
let site = location.origin;
let base = `${site}/packages/${opening.token}/`;
const sends = `/learning/packages/play/${opening.id}/states`;
const shelf = `khue-package:${opening.attempt}`;
const tree = opening.tree === null ? undefined : JSON.parse(opening.tree);
const parts = new Map(opening.items.map((item) => [item.id, { ...item, ...saved(item.cmi), spent: 0 }]));

let queue = stored();
let number = Math.max(opening.number, 0, ...queue.filter(({ id }) => id === opening.id).map((state) => state.number)) + 1;
let [frame, current, since, sending, pause] = [undefined, undefined, 0, false, 2_000];
let loading = 0;
let course = saved(opening.sequencing ?? '{}');

/** A kept state: the data model, whether the part was ended; of the whole: the state of the engine, the part that is open, whether it is over. */
function saved(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function stored() {
  try {
    return JSON.parse(localStorage.getItem(shelf) ?? '[]');
  } catch {
    return [];
  }
}

function store() {
  try {
    if (queue.length === 0) localStorage.removeItem(shelf);
    else localStorage.setItem(shelf, JSON.stringify(queue));
  } catch {
    // Without a store on the device the queue lives as long as the page.
  }
}

// What never arrived from an earlier opening is newer than what the server gave.
for (const state of queue) {
  Object.assign(parts.get(state.item) ?? {}, saved(state.cmi), { done: state.done });
  if (state.sequencing !== undefined) course = saved(state.sequencing);
}

const show = (name) => {
  status.textContent = words[name];
  status.dataset.state = name;
};

/** Puts a state into the queue in place of an older one of the same part that has not been sent. */
function keep(state) {
  const part = parts.get(state.item);
  const seconds = Math.min(86_400, part.spent + Math.max(state.reported ?? 0, clock()));
  if (state.ended) part.spent = seconds;
  const { reported: _reported, cmi, ...rest } = state;
  Object.assign(part, { cmi, ended: state.ended === true, done: part.done || state.done });
  const entry = { id: opening.id, number: number++, ...rest, cmi: JSON.stringify({ cmi, ended: state.ended === true }), seconds, ended: state.ended === true };
  if (tree) entry.sequencing = JSON.stringify(course);
  queue = [...queue.filter((one, at) => one.id !== opening.id || one.item !== entry.item || one.ended || (sending && at === 0)), entry];
  store();
  mark();
  void send();
}

const clock = () => (since === 0 ? 0 : Math.round((Date.now() - since) / 1000));

async function send(last = false) {
  if (sending || queue.length === 0) return;
  sending = true;
  const [state] = queue;
  const { id, ...body } = state;
  try {
    const answer = await fetch(sends.replace(opening.id, id), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), keepalive: last });
    if (answer.ok) settled(state, await answer.json());
    else if ([400, 404, 409, 413, 422].includes(answer.status)) settled(state);
    else lost(answer.status === 401 || answer.status === 403 ? 'signedOut' : 'lost');
  } catch {
    lost('lost');
  } finally {
    sending = false;
  }
  if (queue.length > 0 && pause === 2_000) await send();
}

function settled(state, standing) {
  queue = queue.filter((one) => one.id !== state.id || one.number !== state.number);
  pause = 2_000;
  store();
  if (queue.length === 0) show(standing?.done ? 'done' : standing ? 'kept' : 'refused');
  if (standing?.done) root.dataset.done = 'yes';
}

function lost(name) {
  show(name);
  setTimeout(() => {
    pause = Math.min(30_000, pause * 2);
    void again();
  }, pause);
  pause += 1;
}

async function again() {
  const before = pause;
  pause = 2_000;
  await send();
  if (queue.length > 0) pause = before;
}

function mark() {
  for (const button of document.querySelectorAll('[data-part]')) {
    const part = parts.get(button.dataset.part);
    button.querySelector('[data-done]').hidden = !part?.done;
    if (button.dataset.part === current) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  }
}

/** A new frame for each part: its name brings the state in. Without a connection the part waits: a frame that failed to load would not come back by itself. */
async function load(address, title, state) {
  frame?.remove();
  frame = undefined;
  const mine = ++loading;
  mark();
  while (!(await isReachable(address))) {
    show('lost');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    if (mine !== loading) return;
  }
  if (mine !== loading) return;
  if (queue.length === 0) show(root.dataset.done ? 'done' : 'kept');
  frame = document.createElement('iframe');
  const shared = site === location.origin ? '' : ' allow-same-origin';
  frame.setAttribute('sandbox', `allow-scripts allow-forms allow-modals allow-popups allow-downloads${shared}`);
  frame.setAttribute('allow', 'fullscreen; autoplay');
  frame.title = title;
  if (state !== undefined) frame.name = JSON.stringify(state);
  frame.src = address;
  since = Date.now();
  place.replaceChildren(frame);
}

async function isReachable(address) {
  try {
    await fetch(address, { method: 'HEAD', cache: 'no-store' });
    return true;
  } catch {
    return false;
  }
}

/** Empties the store of the host name for packages: asked with credentials, as browsers want it, though there are none. */
async function isCleared(address) {
  try {
    await fetch(address, { mode: 'no-cors', credentials: 'include', cache: 'no-store' });
    return true;
  } catch {
    return false;
  }
}

function open(id) {
  const part = parts.get(id);
  if (part === undefined) return;
  leave();
  current = id;
  if (opening.standard === 'cmi5') return void launch(part);
  // SCORM 2004: a part that was ended and not suspended begins anew; SCORM 1.2: it shows what was done.
  const broken = part.cmi && part.cmi.core === undefined && part.ended === false;
  const resumes = part.cmi !== undefined && typeof part.cmi === 'object' && (part.cmi.core !== undefined || broken || part.cmi.exit === 'suspend');
  void load(base + part.href.replace(/^\.?\//, ''), part.title, given(part, resumes ? { cmi: part.cmi, broken: part.ended === false } : { cmi: null }));
  if (!part.tracked) keep({ item: id, cmi: {}, done: true, passed: null, score: null });
}

const given = ({ id, mastery, launchData, maxTime, timeAction }, state) => {
  const shared = { khue: 1, standard: opening.standard, item: id, mastery, launchData, maxTime, timeAction, learner: opening.learner, tree };
  return { ...shared, sequencing: course.sequencing, ...state };
};

/** What counts for the part that is left: time when it said nothing of itself. */
function leave() {
  const part = parts.get(current);
  if (part !== undefined && part.ended !== true && opening.standard !== 'cmi5' && typeof part.cmi === 'object') part.spent = Math.min(86_400, part.spent + clock());
  since = 0;
}

async function launch(part) {
  try {
    const answer = await fetch(`/learning/packages/play/${opening.id}/launches`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ item: part.id }),
    });
    if (!answer.ok) return show(answer.status === 403 ? 'signedOut' : 'stuck');
    const { launch: name, activity, actor } = await answer.json();
    const query = new URLSearchParams({ endpoint: `${site}/xapi/`, fetch: `${base}-/fetch/${name}`, actor, registration: opening.attempt, activityId: activity });
    void load(`${base}${part.href}${part.href.includes('?') ? '&' : '?'}${query}`, part.title, undefined);
    beat();
  } catch {
    show('lost');
    setTimeout(() => current === part.id && void launch(part), 4_000);
  }
}

/** A unit of cmi5 reports to the store by itself; from time to time we look what has arrived there, and count the time. */
function beat(ended = false) {
  if (opening.standard === 'cmi5' && current !== undefined && since !== 0) keep({ item: current, cmi: {}, done: false, passed: null, score: null, ended });
}
setInterval(beat, 10_000);

/** Uses the host name for packages unless it cannot be reached although this one can. */
async function settle() {
  if (!opening.site || opening.site === location.origin) return;
  const there = `${opening.site}/packages/${opening.token}/`;
  while (!(await isCleared(`${there}-/clear`))) {
    if (await isReachable(`${base}-/clear`)) return;
    show('lost');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
  [site, base] = [opening.site, there];
}

async function begin() {
  await settle();
  show('kept');
  if (queue.length > 0) void send();
  if (tree === undefined) return open((opening.items.find(({ id }) => !parts.get(id).done) ?? opening.items[0]).id);
  if (course.current !== undefined && !course.suspended) return open(course.current);
  const first = opening.items[0];
  void load(`${base}-/start`, first.title, given(first, { start: course.suspended ? 'resumeAll' : 'start', sequencing: course.over ? undefined : course.sequencing, cmi: null }));
}

window.addEventListener('message', ({ source, data }) => {
  if (data?.khue === 1 && data.type === 'apart' && frame !== undefined && source?.parent === frame.contentWindow) document.getElementById('player-apart').hidden = false;
  if (frame === undefined || source !== frame.contentWindow || data?.khue !== 1) return;
  const { type, item, sequencing, next, ...rest } = data;
  if (sequencing !== undefined) course = { ...course, sequencing };
  if (type === 'end') return beat(true);
  if (type === 'deliver') {
    course = { sequencing, current: next };
    return open(next);
  }
  const suspended = root.dataset.going === 'suspendAll';
  if (type === 'over') course = { sequencing, over: !suspended, suspended };
  if (type === 'over' && parts.has(current)) return over(rest.whole);
  if (type === 'stuck') return show('stuck');
  if (type === 'state' && parts.has(item)) keep({ item, ...own(rest) });
});

/** Only what a state may hold. */
function own({ cmi, done, passed, score, reported, ended, whole }) {
  return { cmi, done: done === true, passed: passed ?? null, score: score ?? null, reported, ...(ended && { ended }), ...(whole && { whole }) };
}

function over(whole) {
  const { cmi, done } = parts.get(current);
  keep({ item: current, cmi: cmi ?? {}, done: done === true, passed: null, score: null, ended: true, ...(whole && { whole }) });
  since = 0;
  place.replaceChildren();
  frame = undefined;
  if (!root.dataset.going) show('over');
}

for (const button of document.querySelectorAll('[data-part]')) button.addEventListener('click', () => (tree ? go('choice', button.dataset.part) : open(button.dataset.part)));
for (const button of document.querySelectorAll('[data-go]')) button.addEventListener('click', () => go(button.dataset.go));

/** Asks the part that is open to make way: for the next one, the one before, or the one chosen. @param {string} what @param {string} [target] */
function go(what, target) {
  if (what === 'suspendAll') root.dataset.going = what;
  frame?.contentWindow.postMessage({ khue: 1, go: what, target }, '*');
}

/** Leaves when everything has arrived, or after three seconds: what has not is kept on the device. */
document.getElementById('player-leave').addEventListener('click', async (event) => {
  event.preventDefault();
  const { href } = event.currentTarget;
  go(tree ? 'suspendAll' : 'exit');
  beat(true);
  const until = Date.now() + 3_000;
  await new Promise((resolve) => setTimeout(resolve, 600));
  while (queue.length > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 100));
  location.assign(href);
});

window.addEventListener('online', () => void again());
window.addEventListener('offline', () => beat());
window.addEventListener('pagehide', () => {
  beat(true);
  void send(true);
});

document.getElementById('player-tools').hidden = false;
void begin();
