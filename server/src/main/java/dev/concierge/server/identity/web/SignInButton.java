package dev.concierge.server.identity.web;

import dev.concierge.server.web.Mark;

/**
 * A provider one can sign in with: a button that posts to {@link #path}, with the field {@code to}.
 *
 * @param id the provider's
 */
public record SignInButton(String id, Mark mark) {
    /** Where the trip begins: by POST only, a GET shows a page with this button. */
    public String path() {
        return "/auth/login/" + id;
    }
}
