// Passkeys: hands what the server asks to the browser, and the answer back to the form. Pages say by themselves what to do
// without this file.
//
// An element `data-passkey="get"` or `"create"` stands in a form and bears what is asked in `data-options` (JSON, bytes in
// base64url). Within it: a hidden field that takes the answer, a button `data-passkey-use`, and hidden texts
// `data-passkey-failed` and `data-passkey-unable`.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const listed = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

async function made({ publicKey }) {
  const { user } = publicKey;
  const wanted = { ...publicKey, challenge: bytes(publicKey.challenge), user: { ...user, id: bytes(user.id) } };
  wanted.excludeCredentials = listed(publicKey.excludeCredentials);
  const { id, rawId, type, response } = await navigator.credentials.create({ publicKey: wanted });
  const answer = { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject) };
  return { id, rawId: text(rawId), type, response: answer, extensions: {} };
}

async function shown({ publicKey }) {
  const wanted = { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: listed(publicKey.allowCredentials) };
  const { id, rawId, type, response } = await navigator.credentials.get({ publicKey: wanted });
  const answer = {
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : null,
  };
  return { id, rawId: text(rawId), type, response: answer, extensions: {} };
}

function wire(part) {
  const find = (name) => part.querySelector(`[data-passkey-${name}]`);
  const [button, failed] = [find("use"), find("failed")];
  const form = part.closest("form");
  if (!window.PublicKeyCredential) {
    find("unable").hidden = false;
    return;
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    // The challenge counts once, so a password that is asked for too is typed before it is used up.
    const empty = [...form.querySelectorAll("input[type=password]")].find((field) => !field.value);
    if (empty) {
      empty.focus();
      return;
    }
    failed.hidden = true;
    try {
      const options = JSON.parse(part.dataset.options);
      const answer = await (part.dataset.passkey === "create" ? made(options) : shown(options));
      part.querySelector("input[type=hidden]").value = JSON.stringify(answer);
      form.requestSubmit();
    } catch {
      failed.hidden = false;
    }
  });
}

document.querySelectorAll("[data-passkey]").forEach(wire);
