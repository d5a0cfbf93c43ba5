package dev.concierge.server.identity.web;

import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/passkey-add}: the answer of the POST that begins to add a passkey. Its form has the fields {@code name} and {@code
 * credential}, which the script fills in with what the browser answers, and {@code to}.
 *
 * @param options for the browser, as JSON
 * @param path where the form goes
 * @param to where to go on afterwards, for the hidden field
 * @param back where "Not now" leads, or null
 * @param error one sentence about the last try, or null
 */
public record PasskeyAddView(
        String options,
        String path,
        String to,
        @Nullable String back,
        @Nullable String error) {}
