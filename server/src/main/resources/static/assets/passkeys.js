// Passkeys (WebAuthn). What is marked with data-passkey asks the browser for one and sends what it answers. Without script, or in a browser that takes
// none, it stays hidden, and the page says why.
const RENEWED_SECONDS = 240;
const supported = "PublicKeyCredential" in window && "credentials" in navigator;

const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), letter => letter.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
	.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const known = credentials => (credentials ?? []).map(one => ({ ...one, id: bytes(one.id) }));

let waiting;

function say(element, words) {
	const place = element.closest("[data-passkey-box]")?.querySelector("[data-passkey-error]");
	if (place) {
		place.textContent = words;
		place.hidden = words === "";
	}
}

function words(error) {
	switch (error.name) {
		case "NotAllowedError": return "Nothing was chosen in time. Try again, or use another way.";
		case "InvalidStateError": return "That device or password manager has a passkey for your account already.";
		case "SecurityError": return "This browser takes no passkey at this address.";
		default: return error.said ?? "That did not work. Try again, or use another way.";
	}
}

async function post(path, form, fields) {
	const body = new URLSearchParams(fields);
	const answer = await fetch(path, {
		method: "POST",
		body,
		headers: { "Accept": "application/json", "X-CSRF-TOKEN": form.elements._csrf.value },
	});
	if (!answer.ok) {
		const problem = await answer.json().catch(() => ({}));
		throw Object.assign(new Error("refused"), { said: problem.detail });
	}
	return answer.status === 204 ? null : answer.json();
}

async function created(options) {
	const credential = await navigator.credentials.create({ publicKey: {
		...options,
		challenge: bytes(options.challenge),
		user: { ...options.user, id: bytes(options.user.id) },
		excludeCredentials: known(options.excludeCredentials),
	} });
	return json(credential, {
		attestationObject: text(credential.response.attestationObject),
		transports: credential.response.getTransports?.() ?? [],
	});
}

async function asked(options, more) {
	const credential = await navigator.credentials.get({ ...more, publicKey: {
		...options,
		challenge: bytes(options.challenge),
		allowCredentials: known(options.allowCredentials),
	} });
	const handle = credential.response.userHandle;
	return json(credential, {
		authenticatorData: text(credential.response.authenticatorData),
		signature: text(credential.response.signature),
		...(handle && handle.byteLength > 0 ? { userHandle: text(handle) } : {}),
	});
}

function json(credential, response) {
	return JSON.stringify({
		id: credential.id,
		rawId: text(credential.rawId),
		type: credential.type,
		clientExtensionResults: {},
		response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
	});
}

function send(form, credential) {
	form.elements.credential.value = credential;
	form.submit();
}

async function use(form, button, work) {
	waiting?.abort();
	waiting = undefined;
	say(form, "");
	button.setAttribute("aria-busy", "true");
	try {
		await work();
	} catch (error) {
		say(button, words(error));
		if (form.matches("[data-autofill]")) {
			offer(form);
		}
	} finally {
		button.removeAttribute("aria-busy");
	}
}

document.addEventListener("submit", event => {
	const form = event.target;
	if (!form.matches("form[data-passkey]")) {
		return;
	}
	event.preventDefault();
	use(form, form.querySelector("button"), async () => send(form, form.dataset.passkey === "create"
		? await created(JSON.parse(form.dataset.options))
		: await asked(await post(form.dataset.optionsFrom, form, {}), {})));
});

// A fresh proof inside of another form, which is sent once it was given.
document.addEventListener("click", event => {
	const button = event.target.closest("button[data-passkey=prove]");
	if (!button) {
		return;
	}
	const form = button.form;
	use(form, button, async () => {
		const credential = await asked(await post(button.dataset.optionsFrom, form, {}), {});
		await post(button.dataset.prove, form, { credential });
		form.elements.password.required = false;
		form.elements.password.value = "";
		form.requestSubmit();
	});
});

// The browser offers passkeys where it offers addresses. A challenge is good for minutes, so a page that stays open asks for another.
async function offer(form) {
	waiting?.abort();
	const controller = new AbortController();
	waiting = controller;
	const again = setTimeout(() => offer(form), RENEWED_SECONDS * 1000);
	try {
		const options = await post(form.dataset.optionsFrom, form, {});
		send(form, await asked(options, { mediation: "conditional", signal: controller.signal }));
	} catch {
		// The button is still there.
	} finally {
		if (controller.signal.aborted && waiting !== controller) {
			clearTimeout(again);
		}
	}
}

document.querySelectorAll("form[data-passkey], [data-passkey-part]").forEach(element => { element.hidden = !supported; });
document.querySelectorAll("[data-passkey-script]").forEach(element => { element.hidden = true; });
document.querySelectorAll("[data-no-passkey]").forEach(element => { element.hidden = supported; });

const autofill = document.querySelector("form[data-autofill]");
if (supported && autofill && await PublicKeyCredential.isConditionalMediationAvailable?.()) {
	offer(autofill);
}
