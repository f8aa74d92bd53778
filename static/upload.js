// A large file on its way: how much of it has been sent, and what is too large is said before it is sent at all. The form works without this script; it only adds. An element
// with data-upload (most bytes of the file) stands in the form, with a progress, elements of role "status" and "alert", and a button that stops; its data-… are the sentences.

/** @param {HTMLElement} place */
function takeOver(place) {
  const form = place.closest('form');
  const bar = place.querySelector('progress');
  const [status, alarm, stop] = [place.querySelector('[role="status"]'), place.querySelector('[role="alert"]'), place.querySelector('[data-stop]')];
  const said = (name) => place.dataset[name] ?? '';
  let sending;

  /** What is to be read: how it goes, or what is wrong. */
  function tell(text, wrong = '') {
    place.hidden = false;
    status.textContent = text;
    alarm.textContent = wrong;
    for (const part of [bar, stop]) part.hidden = sending === undefined;
    for (const button of form.querySelectorAll('button:not([type="button"])')) button.disabled = sending !== undefined;
  }

  function end(text, wrong) {
    sending = undefined;
    tell(text, wrong);
  }

  /** What the page said of the file before is over once another one is sent. */
  function forget() {
    document.querySelector('section.summary')?.remove();
    for (const field of form.querySelectorAll('.field.wrong')) field.classList.remove('wrong');
    for (const old of form.querySelectorAll('.field > .error')) old.textContent = '';
    for (const control of form.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid');
  }

  function send() {
    const request = new XMLHttpRequest();
    sending = request;
    bar.value = 0;
    tell(said('sending'));
    let told = -1;
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      const percent = Math.floor((100 * loaded) / Math.max(1, total));
      bar.value = percent;
      // Read aloud every tenth of the way, not a hundred times.
      if (Math.floor(percent / 10) === told) return;
      told = Math.floor(percent / 10);
      status.textContent = percent < 100 ? `${said('sending')} ${percent} %` : said('checking');
    });
    request.addEventListener('load', () => {
      // The file was looked at before: it is what stands before the program that takes no more.
      if (request.status === 413) return end('', said('refused'));
      // An answer that leads to no other page says nothing that can be shown.
      if (request.responseURL === form.action) return end('', said('broken'));
      // The answer is a page: the one that says how it went.
      sending = undefined;
      location.assign(request.responseURL);
    });
    request.addEventListener('error', () => end('', said('broken')));
    request.addEventListener('abort', () => end(said('stopped')));
    request.open('POST', form.action);
    request.setRequestHeader('accept', 'text/html');
    request.send(new FormData(form));
  }

  form.addEventListener('submit', (event) => {
    const file = form.querySelector('input[type="file"]')?.files?.[0];
    if (file === undefined) return;
    event.preventDefault();
    forget();
    if (file.size > Number(place.dataset.upload)) tell('', said('large'));
    else send();
  });
  stop.addEventListener('click', () => sending?.abort());
  addEventListener('beforeunload', (event) => sending !== undefined && event.preventDefault());
}

for (const place of document.querySelectorAll('[data-upload]')) takeOver(place);
