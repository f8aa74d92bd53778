// Lessons and attendance without network: keeps a page that its reader chose on the device, keeps answers and marks given without network and sends them later, each under a
// request id of its own, so that what is sent twice acts once; marks go with the time at which they were made. Pages work without this script; it only adds. The place is an
// element with data-offline: "lesson", "marks" (a list of attendance, or the page on which one says that one is here) or "list".

const CACHE = 'khue-lessons';
const place = document.querySelector('[data-offline]');
const said = (name) => place?.dataset[name] ?? '';
const status = place?.querySelector('[role="status"]');

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('khue-offline', 1);
    asked.addEventListener('upgradeneeded', () => asked.result.createObjectStore('answers', { keyPath: 'id' }));
    asked.addEventListener('success', () => resolve(asked.result));
    asked.addEventListener('error', () => reject(asked.error));
  });
}

/** Works on the answers that wait. @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest} work */
async function answers(mode, work) {
  const db = await open();
  try {
    return await new Promise((resolve, reject) => {
      const asked = work(db.transaction('answers', mode).objectStore('answers'));
      asked.addEventListener('success', () => resolve(asked.result));
      asked.addEventListener('error', () => reject(asked.error));
    });
  } finally {
    db.close();
  }
}

/** Those of the person whose page this is. */
async function own() {
  return (await answers('readonly', (store) => store.getAll())).filter(({ person }) => person === said('person')).sort((a, b) => a.at - b.at);
}

/** Of these, the ones that the server has not refused. */
const waiting = async () => (await own()).filter(({ refused }) => refused === undefined);

/** Why the server refused a mark, in its own words. @param {string} html */
function reasonIn(html) {
  const summary = new DOMParser().parseFromString(html, 'text/html').querySelector('[aria-labelledby="error-summary"] ul');
  return summary?.textContent?.trim() ?? '';
}

/** Sends one answer; says whether the server has it, wants it never, or cannot be asked now. A mark that it does not want stays, with the reason. */
async function send(one) {
  const { action, fields } = one;
  const answer = await fetch(action, { method: 'POST', body: new URLSearchParams(fields), headers: { accept: 'text/html' }, redirect: 'follow' });
  if (new URL(answer.url).pathname.startsWith('/sign-in')) return 'sign-in';
  if (answer.ok) return 'sent';
  if (answer.status >= 500) return 'later';
  if (one.mark) one.refused = reasonIn(await answer.text());
  return 'refused';
}

let sending = false;

/** Sends what waits, in its order; stops where the network or the session is missing. */
async function sendAll() {
  if (sending) return;
  sending = true;
  let sent = 0;
  let note = '';
  try {
    for (const one of await waiting()) {
      const done = await send(one);
      if (done === 'sign-in') note = said('signIn');
      if (done === 'sign-in' || done === 'later') break;
      await answers('readwrite', (store) => (one.refused === undefined ? store.delete(one.id) : store.put(one)));
      if (done === 'refused') note = one.mark ? '' : said('failed');
      else sent += 1;
    }
  } catch {
    // Still no network: they wait on.
  }
  sending = false;
  if (sent > 0 && (await kept())) await keep();
  await tell(note || (sent > 0 ? said('sent') : ''));
}

/** Says how many answers wait, or what happened. @param {string} note */
async function tell(note) {
  const count = (await waiting()).length;
  const refused = (await own()).filter((one) => one.refused !== undefined);
  const failed = refused.map((one) => `${said('failed')} ${one.refused}`);
  const texts = [note, count > 0 ? `${said('waiting')} ${count}` : '', ...failed].filter(Boolean);
  if (status) status.textContent = texts.join(' ') || ((await kept()) ? said('kept') : '');
  const discard = place?.querySelector('[data-discard]');
  if (discard) discard.hidden = refused.length === 0;
}

const here = location.pathname;
const kept = async () => ['lesson', 'marks'].includes(place?.dataset.offline ?? '') && (await (await caches.open(CACHE)).match(here)) !== undefined;

/** Keeps this lesson with all that its page needs, and the list of kept lessons. */
async function keep() {
  const cache = await caches.open(CACHE);
  const page = await fetch(here, { headers: { accept: 'text/html' } });
  if (!page.ok || page.redirected) return;
  await cache.put(here, page);
  await cache.add('/learning/kept');
  const parts = [...document.querySelectorAll('link[rel="stylesheet"], link[rel="icon"], script[src]')].map((one) => one.href || one.src);
  const fonts = performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => /\.woff2($|\?)/.test(name));
  for (const url of new Set([...parts, ...fonts])) if (url.startsWith(location.origin) && !(await cache.match(url))) await cache.add(url).catch(() => undefined);
  const titles = JSON.parse(localStorage.getItem('khue-lessons') ?? '{}');
  localStorage.setItem('khue-lessons', JSON.stringify({ ...titles, [here]: { title: said('title'), person: said('person') } }));
}

async function drop(path) {
  await (await caches.open(CACHE)).delete(path);
  const titles = JSON.parse(localStorage.getItem('khue-lessons') ?? '{}');
  delete titles[path];
  localStorage.setItem('khue-lessons', JSON.stringify(titles));
}

/** Keeps what a form says on the device until there is network again. @param {HTMLFormElement} form @param {boolean} mark */
async function keepForLater(form, mark) {
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === 'string').map(([name, value]) => [name, name === '_request' ? crypto.randomUUID() : value]);
  if (mark) fields.push(['at', new Date().toISOString()]);
  const one = { id: crypto.randomUUID(), at: Date.now(), person: said('person'), action: form.action, fields, mark };
  await answers('readwrite', (store) => store.put(one));
  // What was said is empty again, so that nobody says it twice; an answer stays marked, as it would with a network.
  if (new URL(form.action).search === '?/say') form.reset();
}

let through = false;

/** With network a form is sent as ever. Without, an answer waits on the device; what cannot wait is told here, not by the browser's page of errors. @param {SubmitEvent} event */
async function onSubmit(event) {
  const form = event.target;
  if (form.method !== 'post' || through) return;
  event.preventDefault();
  try {
    await fetch('/healthz', { cache: 'no-store' });
    through = true;
    form.requestSubmit(event.submitter);
    through = false;
  } catch {
    const mark = 'later' in form.dataset;
    const waits = (mark || ['?/answer', '?/say'].includes(new URL(form.action).search)) && !event.submitter?.hasAttribute('formaction');
    if (waits) await keepForLater(form, mark);
    await tell(waits ? '' : said('needs'));
    status?.scrollIntoView({ block: 'center' });
  }
}

/** On a list the marks that wait are ticked; on the page of the code what was scanned stands in its field. */
async function fillMarks() {
  const code = document.querySelector('form[data-later] #code');
  if (code && code.value === '') code.value = new URL(location.href).searchParams.get('code') ?? '';
  for (const { action, fields } of await waiting()) {
    if (new URL(action).pathname !== here) continue;
    for (const [name, value] of fields) {
      const box = name === 'present' ? document.querySelector(`form[data-later] input[name="present"][value="${CSS.escape(value)}"]`) : null;
      if (box) box.checked = true;
    }
  }
  place.querySelector('[data-discard]').addEventListener('click', async () => {
    for (const one of await own()) if (one.refused !== undefined) await answers('readwrite', (store) => store.delete(one.id));
    await tell('');
  });
}

async function showLesson() {
  const button = place.querySelector('button');
  const label = async () => (button.textContent = (await kept()) ? said('drop') : said('keep'));
  button.addEventListener('click', async () => {
    button.disabled = true;
    if (await kept()) await drop(here);
    else await keep().catch(() => undefined);
    button.disabled = false;
    await label();
    await tell('');
  });
  document.addEventListener('submit', (event) => void onSubmit(event));
  await label();
  place.hidden = false;
}

function showList() {
  const titles = Object.entries(JSON.parse(localStorage.getItem('khue-lessons') ?? '{}')).filter(([, { person }]) => person === said('person'));
  const list = place.querySelector('ul');
  for (const [path, { title }] of titles) {
    const link = Object.assign(document.createElement('a'), { href: path, textContent: title });
    const item = document.createElement('li');
    item.append(link);
    list.append(item);
  }
  place.querySelector('[data-none]').hidden = titles.length > 0;
}

if (place && 'serviceWorker' in navigator && 'caches' in window && 'indexedDB' in window) {
  await navigator.serviceWorker.register('/offline-worker.js', { scope: '/learning/' });
  if (place.dataset.offline === 'list') showList();
  else await showLesson();
  if (place.dataset.offline === 'marks') await fillMarks();
  addEventListener('online', () => void sendAll());
  await sendAll();
}
