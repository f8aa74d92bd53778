import { createHmac, timingSafeEqual } from 'node:crypto';
import { SESSION_SECONDS } from './auth.ts';

/** A cookie to be set; `value` is not percent-encoded yet, `maxAge` in seconds (0 deletes it). Fits SvelteKit's `cookies.set(name, value, options)`. */
export type SetCookie = {
  name: string;
  value: string;
  options: { path: string; httpOnly: boolean; secure: boolean; sameSite: 'lax'; maxAge?: number };
};

/** Name of the session's cookie; on https bound to the host and to https. */
export function sessionCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https://') ? '__Host-khue.session_token' : 'khue.session_token';
}

/** Name of the cookie that remembers between password and second factor. */
export function secondFactorCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https://') ? '__Host-khue.two_factor' : 'khue.two_factor';
}

/** The signed content of a cookie in a request (`content.signature`, as better-auth writes it); undefined when it is missing or forged. */
export function readSigned(headers: Headers, name: string, secret: string): string | undefined {
  const text = readCookie(headers.get('cookie') ?? '', name);
  const dot = text?.lastIndexOf('.') ?? -1;
  if (text === undefined || dot < 1) return undefined;
  const content = text.slice(0, dot);
  const given = Buffer.from(text.slice(dot + 1));
  const expected = Buffer.from(signature(content, secret));
  return given.length === expected.length && timingSafeEqual(given, expected) ? content : undefined;
}

/** The session's cookie for a session that we made ourselves. */
export function sessionCookie(token: string, secret: string, publicUrl: string): SetCookie {
  const secure = publicUrl.startsWith('https://');
  return {
    name: sessionCookieName(publicUrl),
    value: `${token}.${signature(token, secret)}`,
    options: { path: '/', httpOnly: true, secure, sameSite: 'lax', maxAge: SESSION_SECONDS },
  };
}

/** What a browser has to do to forget the session. */
export function forgetSession(publicUrl: string): SetCookie[] {
  const options = { path: '/', httpOnly: true, secure: publicUrl.startsWith('https://'), sameSite: 'lax' as const, maxAge: 0 };
  return [sessionCookieName(publicUrl), secondFactorCookieName(publicUrl)].map((name) => ({ name, value: '', options }));
}

/** The cookies of an answer of better-auth. */
export function cookiesOf(headers: Headers): SetCookie[] {
  return headers.getSetCookie().map((line) => {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const equals = pair.indexOf('=');
    const maxAge = attributes.find((one) => /^max-age=/i.test(one))?.slice('max-age='.length);
    return {
      name: pair.slice(0, equals),
      value: decodeURIComponent(pair.slice(equals + 1)),
      options: {
        path: '/',
        httpOnly: true,
        secure: attributes.some((one) => /^secure$/i.test(one)),
        sameSite: 'lax' as const,
        ...(maxAge === undefined ? {} : { maxAge: Number(maxAge) }),
      },
    };
  });
}

function readCookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return decode(pair.slice(equals + 1).trim());
  }
  return undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function signature(content: string, secret: string): string {
  return createHmac('sha256', secret).update(content).digest('base64');
}
