// Passkeys: the one part of signing in that needs a script. Buttons with data-passkey="sign-in" (on the sign-in page) or
// data-passkey="add" (on the account page, with an optional field named by data-passkey-name) are hidden in the page and shown here
// when the browser can do it. data-passkey-next is where to go afterwards; the element named by data-passkey-error is shown on failure.

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

/** @param {HTMLButtonElement} button */
async function add(button) {
  const options = await ask('generate-register-options');
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const response = answerOf(await navigator.credentials.create({ publicKey }));
  const field = document.getElementById(button.dataset['passkeyName'] ?? '');
  const name = field instanceof HTMLInputElement ? field.value.trim() : '';
  await ask('verify-registration', { response, ...(name ? { name } : {}) });
}

/** @param {Credential | null} credential */
function answerOf(credential) {
  if (!(credential instanceof PublicKeyCredential)) throw new Error('no passkey');
  return credential.toJSON();
}

/** @param {HTMLButtonElement} button */
async function run(button) {
  const error = document.getElementById(button.dataset['passkeyError'] ?? '');
  if (error) error.hidden = true;
  button.disabled = true;
  try {
    await (button.dataset['passkey'] === 'add' ? add(button) : signIn());
    location.assign(button.dataset['passkeyNext'] ?? '/');
  } catch (reason) {
    button.disabled = false;
    // Closing the browser's own dialog is no fault.
    if (reason instanceof DOMException && reason.name === 'NotAllowedError') return;
    if (error) error.hidden = false;
  }
}

if (typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential) {
  for (const button of document.querySelectorAll('button[data-passkey]')) {
    if (!(button instanceof HTMLButtonElement)) continue;
    button.hidden = false;
    button.addEventListener('click', () => run(button));
  }
}
