// A function of CloudFront, for the runtime cloudfront-js-2.0: it lets viewers in who have a login, and finds the page of
// a folder. The store has, under each user's name, the SHA-256 of `<user>:<password>`.
import cf from 'cloudfront';
import crypto from 'crypto';

const viewers = cf.kvs();

async function handler(event) {
  const request = event.request;
  const known = await isKnown(request.headers.authorization);
  if (!known) return refusal;
  request.uri = request.uri.replace(/\/$/, '/index.html');
  return request;
}

async function isKnown(authorization) {
  const match = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization ? authorization.value : '');
  if (!match) return false;
  const credentials = Buffer.from(match[1], 'base64').toString();
  const user = credentials.slice(0, credentials.indexOf(':'));
  const hash = crypto.createHash('sha256').update(credentials).digest('hex');
  try {
    const stored = await viewers.get(user);
    return stored === hash;
  } catch (error) {
    return false; // the store has no such user
  }
}

const refusal = {
  statusCode: 401,
  statusDescription: 'Unauthorized',
  headers: {
    'www-authenticate': { value: 'Basic realm="Reports", charset="UTF-8"' },
    'content-type': { value: 'text/plain; charset=utf-8' },
  },
  body: { encoding: 'text', data: 'These reports are read with a login.\n' },
};
