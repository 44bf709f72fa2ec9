// Microsoft's side that the playground leaves out: the published key, the token service, and the signature on each delivery. The
// playground sends deliveries here without a token; they go on to the door with one.
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const part = value => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const body = async request => {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
};

// Opens it at `port`; deliveries go to `door` (an address), signed for the bot `appId`, and come from `account` in `tenant`: the
// playground's own ids are not written as Teams writes them.
export const open = async ({ port, door, appId, tenant, account, keyFile }) => {
  const key = createPrivateKey(readFileSync(keyFile));
  const jwk = { ...createPublicKey(key).export({ format: 'jwk' }), use: 'sig', kid: 'key-1', endorsements: ['msteams'] };
  const token = serviceurl => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: 'https://api.botframework.com', aud: appId, nbf: now - 60, exp: now + 3600, serviceurl };
    const text = `${part({ alg: 'RS256', typ: 'JWT', kid: 'key-1' })}.${part(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  };
  const deliver = async text => {
    const activity = JSON.parse(text);
    activity.channelData = { ...activity.channelData, tenant: { id: tenant } };
    activity.conversation = { ...activity.conversation, tenantId: tenant };
    activity.from = { ...activity.from, aadObjectId: account };
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token(activity.serviceUrl)}` };
    return fetch(door, { method: 'POST', headers, body: JSON.stringify(activity) });
  };
  const server = createServer(async (request, response) => {
    const text = await body(request);
    const answer = (status, value) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof value === 'string' ? value : JSON.stringify(value));
    };
    try {
      if (request.url === '/metadata') return answer(200, { jwks_uri: `http://127.0.0.1:${port}/keys` });
      if (request.url === '/keys') return answer(200, { keys: [jwk] });
      if (request.url.endsWith('/oauth2/v2.0/token')) return answer(200, { access_token: 'playground', expires_in: 3600 });
      if (request.url === '/api/messages') {
        const delivered = await deliver(text);
        if (delivered.status >= 400) console.error(`the door answered ${delivered.status} to ${text.slice(0, 400)}`);
        return answer(delivered.status, await delivered.text());
      }
      answer(404, {});
    } catch (error) {
      answer(502, { error: String(error) });
    }
  });
  await new Promise(done => server.listen(port, '127.0.0.1', done));
  return server;
};
