package dev.concierge.server.identity.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /login} and the answer to a refused {@code POST /login}, template {@code identity/sign-in}.
 *
 * @param email what was typed; empty at first
 * @param error why it was refused, in a sentence that is the same for unknown addresses and wrong passwords; null at first
 * @param notice what led here: "You are signed out."; null when there is nothing to say
 * @param returnTo checked path to go on to, sent back as {@code to}
 * @param signUpOpen whether "Create an account" is offered
 * @param providers catalog ids and names one can sign in with by {@code /auth/login/{id}}; empty hides the part
 */
public record SignInView(
        String email,
        @Nullable String error,
        @Nullable String notice,
        String returnTo,
        boolean signUpOpen,
        List<Provider> providers) {
    public SignInView {
        providers = List.copyOf(providers);
    }

    /** A provider one can sign in with. */
    public record Provider(String id, String name, @Nullable String mark) {}
}
