package dev.concierge.server.web;

import org.jspecify.annotations.Nullable;

/**
 * A banner: what needs the person, or what has just been done.
 *
 * @param tone how urgent
 * @param lead one short sentence in bold: "Meta asked you to sign in again."
 * @param text what it means and what stays safe; may be empty
 * @param action the one thing to do, or null when there is nothing to do
 */
public record Notice(
        Tone tone, String lead, String text, @Nullable Action action) {
    public Notice(Tone tone, String lead, String text) {
        this(tone, lead, text, null);
    }
}
