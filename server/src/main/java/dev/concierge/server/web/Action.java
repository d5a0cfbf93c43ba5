package dev.concierge.server.web;

/**
 * A button of a page. A link only reads; anything that changes something is a form that posts, with the CSRF token.
 *
 * @param label a verb, with the object when it matters: "Reconnect Meta"
 * @param path where it goes or posts to, beginning with a slash, of this server
 * @param posts whether pressing it changes something
 */
public record Action(String label, String path, boolean posts) {
    public Action {
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw new IllegalArgumentException("an action stays on this server");
        }
    }

    public static Action link(String label, String path) {
        return new Action(label, path, false);
    }

    public static Action post(String label, String path) {
        return new Action(label, path, true);
    }
}
