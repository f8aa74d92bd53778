// Messages on this browser: asking for permission needs a script. A form with data-push (the server's public key) is hidden in the page and shown here when the browser can do it;
// its fields endpoint, p256dh, auth and label are filled in and it is sent as any form. data-refused is said in its element of role "status".

/** @param {string} text */
function bytesOf(text) {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

/** What the browser calls itself, as people know it. */
function label() {
  const known = [
    ['Edg/', 'Edge'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
  ];
  const name = known.find(([sign = '']) => navigator.userAgent.includes(sign))?.[1] ?? '';
  return `${name}${/Android|iPhone|iPad/.exec(navigator.userAgent) ? ' (mobile)' : ''}`;
}

/** @param {HTMLFormElement} form */
async function subscribe(form) {
  const worker = await navigator.serviceWorker.register('/push-worker.js');
  if ((await Notification.requestPermission()) !== 'granted') throw new Error('refused');
  await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(form.dataset['push'] ?? '') });
  const { endpoint = '', keys = {} } = subscription.toJSON();
  const values = { endpoint, p256dh: keys['p256dh'] ?? '', auth: keys['auth'] ?? '', label: label() };
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
  form.submit();
}

if ('serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis) {
  for (const form of document.querySelectorAll('form[data-push]')) {
    if (!(form instanceof HTMLFormElement)) continue;
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const status = form.querySelector('[role="status"]');
      subscribe(form).catch(() => {
        if (status) status.textContent = form.dataset['refused'] ?? '';
      });
    });
  }
}
