// Passkeys: the one part of signing in that needs a script. An element with data-passkey="sign-in" or "add" is hidden in the page and
// shown here when the browser can do it. It holds a button, an element of role "status" for the sentence of data-refused, and (to add)
// perhaps a field for the passkey's name; data-next is where to go afterwards.

const BASE = '/api/auth/passkey';

/** @param {string} path @param {unknown} [body] */
async function ask(path, body) {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${BASE}/${path}`, body === undefined ? {} : post);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

async function signIn() {
  const options = await ask('generate-authenticate-options');
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  await ask('verify-authentication', { response: answerOf(await navigator.credentials.get({ publicKey })) });
}

/** @param {HTMLElement} place */
async function add(place) {
  const options = await ask('generate-register-options');
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const response = answerOf(await navigator.credentials.create({ publicKey }));
  const name = place.querySelector('input')?.value.trim();
  await ask('verify-registration', { response, ...(name ? { name } : {}) });
}

/** @param {Credential | null} credential */
function answerOf(credential) {
  if (!(credential instanceof PublicKeyCredential)) throw new Error('no passkey');
  return credential.toJSON();
}

/** @param {HTMLElement} place @param {HTMLButtonElement} button */
async function run(place, button) {
  const status = place.querySelector('[role="status"]');
  if (status) status.textContent = '';
  button.disabled = true;
  try {
    await (place.dataset['passkey'] === 'add' ? add(place) : signIn());
    location.assign(place.dataset['next'] ?? '/');
  } catch (reason) {
    button.disabled = false;
    // Closing the browser's own dialog is no fault.
    if (reason instanceof DOMException && reason.name === 'NotAllowedError') return;
    if (status) status.textContent = place.dataset['refused'] ?? '';
  }
}

if (typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential) {
  for (const place of document.querySelectorAll('[data-passkey]')) {
    const button = place.querySelector('button');
    if (!(place instanceof HTMLElement) || button === null) continue;
    place.hidden = false;
    button.addEventListener('click', () => run(place, button));
  }
}
