package dev.concierge.server.identity.web;

import dev.concierge.server.web.ReturnPath;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What happened just before the sign-in page is shown; the word stands in its address, the sentence does not. */
enum After {
    SIGNED_OUT("sign-out", "You are signed out."),
    SIGNED_UP(
            "sign-up",
            "Now sign in. If you had an account with this address before, nothing changed and its password still counts."),
    INVITED("invitation", "Your account is ready. Sign in with it."),
    PASSWORD_SET("password", "Your password is set. Sign in with it."),
    KEPT("kept", "Your account stays. Sign in to it as before."),
    LEAVING(
            "leaving",
            "Your account will be deleted in 14 days. Sign in until then to keep it, or use the link in your mail."),
    STRANGER(
            "stranger",
            "Everybody is signed out, and your password no longer works. A link to choose a new one is in your mailbox."),
    ADDRESS_BACK(
            "address",
            "Your address is back, and everybody was signed out. A link to choose a new password is in your mailbox.");

    private final String word;
    private final String sentence;

    After(String word, String sentence) {
        this.word = word;
        this.sentence = sentence;
    }

    /** The sign-in page with this news, leading on to a path. */
    String loginPath(ReturnPath to) {
        String login = "/login?after=" + word;
        return to.equals(ReturnPath.HOME)
                ? login
                : login + "&to=" + URLEncoder.encode(to.path(), StandardCharsets.UTF_8);
    }

    static @Nullable String notice(@Nullable String word) {
        return Arrays.stream(values())
                .filter(after -> after.word.equals(word))
                .map(after -> after.sentence)
                .findFirst()
                .orElse(null);
    }
}
