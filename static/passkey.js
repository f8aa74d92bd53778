// Passkeys: the one part of signing in that needs a script. Elements with data-passkey="sign-in" (on the sign-in page) or
// data-passkey="add" (on the account page, with an optional field named by data-passkey-name) are hidden in the page and shown here
// when the browser can do it. data-passkey-next is where to go afterwards; the element named by data-passkey-error is shown on failure.

const BASE = '/api/auth/passkey';

async function ask(path, body) {
  const response = await fetch(`${BASE}/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    credentials: 'same-origin',
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

async function signIn() {
  const options = await ask('generate-authenticate-options');
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const credential = await navigator.credentials.get({ publicKey });
  await ask('verify-authentication', { response: credential.toJSON() });
}

async function add(button) {
  const options = await ask('generate-register-options');
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await navigator.credentials.create({ publicKey });
  const name = document.getElementById(button.dataset.passkeyName ?? '')?.value.trim();
  await ask('verify-registration', { response: credential.toJSON(), ...(name ? { name } : {}) });
}

async function run(button) {
  const error = document.getElementById(button.dataset.passkeyError ?? '');
  if (error) error.hidden = true;
  button.disabled = true;
  try {
    await (button.dataset.passkey === 'add' ? add(button) : signIn());
    location.assign(button.dataset.passkeyNext ?? '/');
  } catch (reason) {
    button.disabled = false;
    // Closing the browser's own dialog is no fault.
    if (reason instanceof DOMException && reason.name === 'NotAllowedError') return;
    if (error) error.hidden = false;
  }
}

if (typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential) {
  for (const button of document.querySelectorAll('[data-passkey]')) {
    button.hidden = false;
    button.addEventListener('click', () => run(button));
  }
}
