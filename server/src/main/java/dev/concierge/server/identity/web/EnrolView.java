package dev.concierge.server.identity.web;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code identity/enrol}: the answer of the POST that begins to set up an authenticator app, and of the one that confirms it with a wrong code.
 *
 * @param id of what waits for its first code, sent along in the field {@code id}
 * @param picture of the address that an app reads
 * @param seed the same in letters and digits, in groups of four
 */
public record EnrolView(UUID id, QrPicture picture, String seed, Form form) {
    /**
     * Fields {@code id}, {@code name}, {@code code} and {@code to}.
     *
     * @param path where it goes
     * @param to where to go on afterwards
     * @param back where "not now" leads; null when there is no other way on
     * @param name as it was sent; foreign text
     * @param error one sentence about the code, or null
     */
    public record Form(
            String path,
            String to,
            @Nullable String back,
            String name,
            @Nullable String error) {}

    @Override
    public String toString() {
        return "EnrolView[" + id + "]";
    }
}
