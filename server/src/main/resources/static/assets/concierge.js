// What pages do beyond HTML: copy buttons, toasts that leave, details that stay open when htmx renews their surroundings.
// Everything a person needs works without it.
"use strict";

const TOAST_SECONDS = 8;
const COPIED_SECONDS = 2;

document.addEventListener("click", async event => {
	const copy = event.target.closest("[data-copy]");
	if (copy) {
		await copyBeside(copy);
	}
	const question = event.target.closest("a[data-dialog]");
	const dialog = question && document.getElementById(question.dataset.dialog);
	if (dialog) {
		// Without script the link leads to a page with the same question.
		event.preventDefault();
		question.closest("[popover]")?.hidePopover();
		dialog.showModal();
	}
	if (event.target.closest("[data-close]")) {
		event.target.closest(".toast")?.remove();
	}
});

async function copyBeside(button) {
	const text = button.parentElement.querySelector("pre").textContent;
	const label = button.querySelector("span");
	const word = label.textContent;
	try {
		await navigator.clipboard.writeText(text);
		label.textContent = "Copied";
	} catch {
		getSelection().selectAllChildren(button.parentElement.querySelector("pre"));
		label.textContent = "Press Ctrl+C";
	}
	setTimeout(() => { label.textContent = word; }, COPIED_SECONDS * 1000);
}

// A toast goes after eight seconds, but not while somebody points at it or has the focus in it.
function watch(toast) {
	let timer;
	const wait = () => { timer = setTimeout(() => toast.remove(), TOAST_SECONDS * 1000); };
	const stay = () => clearTimeout(timer);
	toast.addEventListener("pointerenter", stay);
	toast.addEventListener("focusin", stay);
	toast.addEventListener("pointerleave", wait);
	toast.addEventListener("focusout", wait);
	wait();
}

const toasts = document.querySelector(".toasts");
if (toasts) {
	toasts.querySelectorAll(".toast").forEach(watch);
	new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(node => {
		if (node.classList?.contains("toast")) {
			watch(node);
		}
	}))).observe(toasts, { childList: true });
}

// htmx replaces a part: what was unfolded or scrolled aside stays so, and a part that holds the focus is left alone.
document.addEventListener("htmx:beforeSwap", event => {
	const target = event.detail.target;
	const field = document.activeElement;
	if (event.detail.requestConfig.verb === "get" && target.contains(field) && field.matches("input, select, textarea")) {
		event.detail.shouldSwap = false;
		return;
	}
	target.querySelectorAll("details[id][open]").forEach(open => unfolded.add(open.id));
	target.querySelectorAll(".scroll-x[id]").forEach(wide => aside.set(wide.id, wide.scrollLeft));
	held = target.contains(field) ? field.id : "";
});
document.addEventListener("htmx:afterSwap", () => {
	unfolded.forEach(id => document.getElementById(id)?.setAttribute("open", ""));
	unfolded.clear();
	aside.forEach((left, id) => { const wide = document.getElementById(id); if (wide) { wide.scrollLeft = left; } });
	aside.clear();
	// htmx has given the focus back already, unless what held it was folded in until now.
	if (held && document.activeElement === document.body) {
		document.getElementById(held)?.focus({ preventScroll: true });
	}
	held = "";
});
const unfolded = new Set();
const aside = new Map();
let held = "";

// A button is busy while its request is under way.
document.addEventListener("htmx:beforeRequest", event => busy(event.detail.elt, true));
document.addEventListener("htmx:afterRequest", event => busy(event.detail.elt, false));

function busy(element, on) {
	const button = element.matches("form") ? element.querySelector("button:not([type=button])") : element.closest("button");
	if (on) {
		button?.setAttribute("aria-busy", "true");
	} else {
		button?.removeAttribute("aria-busy");
	}
}

// A server that cannot be reached gives no answer that could be swapped in.
document.addEventListener("htmx:sendError", () => {
	const template = document.getElementById("no-answer");
	if (toasts && template) {
		toasts.append(template.content.cloneNode(true));
	}
});

// A field that was refused gets the focus, so that nobody has to look for it.
document.querySelector("[aria-invalid=true]")?.focus();
